package dev.chronicle.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Many connections that listen to one topic, read by one thread. */
final class SseClients implements AutoCloseable {

    private final Selector selector = Selector.open();
    private final List<SseConnection> connections = new ArrayList<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("listeners").unstarted(this::run);
    private Latencies delays = new Latencies();
    private volatile long received;
    private volatile boolean closed;

    SseClients(int port, String path, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            connections.add(new SseConnection(selector, port, path, this::received));
        }
        while (!connections.stream().allMatch(SseConnection::isConnected)) {
            receive();
        }
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                receive();
            }
        } catch (ClosedSelectorException e) {
            // the end
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void receive() throws IOException {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
            ((SseConnection) key.attachment()).receive();
        }
        selector.selectedKeys().clear();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes it
    private void received(long publishedAt) {
        synchronized (this) {
            delays.record(System.nanoTime() - publishedAt);
        }
        received++;
    }

    /** How many messages all of them together have received. */
    long received() {
        return received;
    }

    /** How long messages took from being sent to being received, since this was asked last. */
    synchronized Latencies delays() {
        Latencies since = delays;
        delays = new Latencies();
        return since;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.close();
        for (SseConnection connection : connections) {
            connection.close();
        }
    }
}
