package dev.chronicle.benchmarks;

import dev.chronicle.server.ChronicleServer;
import dev.chronicle.server.ServerOptions;

/**
 * The server's own HTTP code on a {@link CountingEventStore}: what HTTP alone costs. Prints the
 * line that the real server prints, and runs until it is killed.
 */
public final class StorelessServer {

    private static final int CONSUMERS = 3;

    private StorelessServer() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        ChronicleServer server =
                ChronicleServer.start(
                        new CountingEventStore(),
                        new ServerOptions("127.0.0.1", 0, CONSUMERS, CONSUMERS, "without a store"));
        System.out.println("listens on http://127.0.0.1:" + server.port());
        Thread.currentThread().join();
    }
}
