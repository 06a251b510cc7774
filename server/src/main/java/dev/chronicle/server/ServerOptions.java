package dev.chronicle.server;

import dev.chronicle.server.channels.ChannelSecrets;

/**
 * How a {@link ChronicleServer} runs.
 *
 * @param host the address to listen on
 * @param port 0 for any that is free
 * @param consumers how many compete for audit records
 * @param workers how many compete for batches of the aggregator
 * @param version what {@code /health} says
 * @param secrets of the channels
 */
public record ServerOptions(
        String host, int port, int consumers, int workers, String version, ChannelSecrets secrets) {

    /** Without secrets. */
    public ServerOptions(String host, int port, int consumers, int workers, String version) {
        this(host, port, consumers, workers, version, ChannelSecrets.none());
    }

    /** The same, with these secrets. */
    public ServerOptions secrets(ChannelSecrets secrets) {
        return new ServerOptions(host, port, consumers, workers, version, secrets);
    }
}
