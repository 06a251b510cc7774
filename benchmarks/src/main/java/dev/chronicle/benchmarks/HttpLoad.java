package dev.chronicle.benchmarks;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Supplier;

/**
 * Keep-alive connections that send one request after the other, each as soon as the last is
 * answered: a closed loop, driven by one thread that leaves the machine to the server.
 */
final class HttpLoad {

    private static final int LONGEST_ANSWER_SECONDS = 40;
    private static final int SELECT_MS = 100;

    private final int port;
    private final int connections;
    private final Supplier<Requests> requests;

    private Latencies latencies = new Latencies();
    private long acknowledged;
    private long errors;

    /**
     * @param requests makes what a connection sends
     */
    HttpLoad(int port, int connections, Supplier<Requests> requests) {
        this.port = port;
        this.connections = connections;
        this.requests = requests;
    }

    /**
     * What came of a window of time.
     *
     * @param seconds how long it was
     * @param latencies of the requests that were sent and accepted in it
     * @param acknowledged accepted before, in and after it
     * @param errors other answers, and connections that broke
     * @param serverCores processors that the server kept busy
     * @param clientCores processors that this process kept busy
     */
    record Result(
            double seconds,
            Latencies latencies,
            long acknowledged,
            long errors,
            double serverCores,
            double clientCores) {

        double rate() {
            return latencies.count() / seconds;
        }
    }

    /** Sends for {@code ramp} seconds, then counts for {@code seconds}, then lets answers come. */
    Result run(ProcessUsage server, double ramp, double seconds) throws IOException {
        latencies = new Latencies();
        acknowledged = 0;
        errors = 0;
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                connect(selector);
            }
            loop(selector, System.nanoTime() + nanos(ramp));
            ProcessUsage client = ProcessUsage.ofThis();
            double serverCpu = server.cpuSeconds();
            double clientCpu = client.cpuSeconds();
            latencies = new Latencies();
            long start = System.nanoTime();
            long counted = start + nanos(seconds);
            loop(selector, counted);
            double took = (System.nanoTime() - start) / 1e9;
            Latencies inWindow = latencies;
            serverCpu = server.cpuSeconds() - serverCpu;
            clientCpu = client.cpuSeconds() - clientCpu;
            latencies = new Latencies();
            drain(selector);
            return new Result(
                    took, inWindow, acknowledged, errors, serverCpu / took, clientCpu / took);
        }
    }

    /** Sends so many requests, until the last is answered. */
    Result send(ProcessUsage server, long count) throws IOException {
        latencies = new Latencies();
        acknowledged = 0;
        errors = 0;
        try (Selector selector = Selector.open()) {
            ProcessUsage client = ProcessUsage.ofThis();
            double serverCpu = server.cpuSeconds();
            double clientCpu = client.cpuSeconds();
            long start = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                connect(selector);
            }
            while (acknowledged + errors + connections < count) {
                selector.select(key -> answered(key, true), SELECT_MS);
            }
            drain(selector);
            double took = (System.nanoTime() - start) / 1e9;
            return new Result(
                    took,
                    latencies,
                    acknowledged,
                    errors,
                    (server.cpuSeconds() - serverCpu) / took,
                    (client.cpuSeconds() - clientCpu) / took);
        }
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }

    private void connect(Selector selector) throws IOException {
        new HttpConnection(selector, port, requests.get()).send();
    }

    private void loop(Selector selector, long deadline) throws IOException {
        while (System.nanoTime() < deadline) {
            selector.select(key -> answered(key, true), SELECT_MS);
            for (int missing = connections - selector.keys().size(); missing > 0; missing--) {
                connect(selector);
            }
        }
    }

    private void drain(Selector selector) throws IOException {
        long deadline = System.nanoTime() + nanos(LONGEST_ANSWER_SECONDS);
        while (!selector.keys().isEmpty() && System.nanoTime() < deadline) {
            selector.select(key -> answered(key, false), SELECT_MS);
        }
        for (SelectionKey key : selector.keys()) {
            close((HttpConnection) key.attachment());
            errors++;
        }
    }

    private void answered(SelectionKey key, boolean goOn) {
        HttpConnection connection = (HttpConnection) key.attachment();
        try {
            connection.flush();
            int status = connection.receive();
            if (status < 0) {
                return;
            }
            if (status == connection.accepted()) {
                latencies.record(System.nanoTime() - connection.sentAt());
                acknowledged++;
            } else {
                errors++;
            }
            if (goOn) {
                connection.send();
            } else {
                close(connection);
            }
        } catch (IOException e) {
            errors++;
            close(connection);
        }
    }

    private static void close(HttpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            Report.progress("a connection could not be closed: " + e);
        }
    }
}
