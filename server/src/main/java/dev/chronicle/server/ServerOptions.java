package dev.chronicle.server;

/**
 * How a {@link ChronicleServer} runs.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param consumers how many compete for audit records
 * @param workers how many compete for batches of the aggregator
 * @param version what {@code /health} says
 */
public record ServerOptions(String host, int port, int consumers, int workers, String version) {}
