package dev.chronicle.benchmarks;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.ClusterNode;
import dev.chronicle.cluster.ClusterOptions;
import dev.chronicle.cluster.ClusterSecret;
import dev.chronicle.cluster.Member;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.pubsub.Message;
import dev.chronicle.server.ChronicleServer;
import dev.chronicle.server.ServerOptions;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What a call through the gateway costs, to a store of this node and of another, beside a plain
 * HTTP call to the same other node; and how many messages of a channel three nodes hand out. All
 * three nodes are in this JVM, on the loopback address, with stores in memory, so that the way is
 * measured and not the log.
 */
public final class GatewayBenchmark {

    private static final Member A = new Member("a");
    private static final Member B = new Member("b");
    private static final Member C = new Member("c");
    private static final EventData DATA = EventData.json("{\"text\":\"" + "x".repeat(180) + "\"}");

    private final Options options;
    private final Path directory;
    private final Map<Member, InetSocketAddress> addresses = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Report.Table calls =
            new Report.Table("call", "callers", "calls/s", "p50 µs", "p99 µs");
    private final Report.Table messages =
            new Report.Table("secret", "messages", "deliveries", "messages/s", "deliveries/s");

    private GatewayBenchmark(Options options) throws IOException {
        this.options = options;
        directory = options.path("directory");
        for (Member member : List.of(A, B, C)) {
            addresses.put(
                    member, new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort()));
        }
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Calls stores through the gateway, and sends messages to three nodes.")
                        .with("callers", "1,16", "callers at once")
                        .with("seconds", "3", "seconds of a run")
                        .with("warm-up", "2", "seconds of warm-up of each run")
                        .with("messages", "50000", "messages of a channel")
                        .with("directory", "benchmarks/target/data/gateway", "where files go")
                        .parse(args);
        new GatewayBenchmark(options).run();
        System.exit(0);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort() - 200;
        }
    }

    private ClusterOptions node(Member self, Optional<ClusterSecret> secret) {
        return new ClusterOptions(
                self,
                List.copyOf(addresses.keySet()),
                addresses.getOrDefault(self, new InetSocketAddress(0)),
                AddressBook.of(addresses),
                directory.resolve(self.name()),
                secret,
                ClusterOptions.Scopes.standard());
    }

    private static ClusterNode.Means means() {
        return new ClusterNode.Means(InstantSource.system(), new Random(), new Telemetry());
    }

    private void run() throws Exception {
        Report report =
                new Report(
                        "The gateway, and messages to three nodes",
                        options,
                        new Machine(directory));
        calls();
        report.table(calls);
        messages("none", Optional.empty());
        messages("yes", Optional.of(ClusterSecret.of("a secret of the benchmark")));
        report.table(messages);
        TemporaryFiles.delete(directory);
    }

    private void calls() throws Exception {
        TemporaryFiles.delete(directory);
        try (MemoryEventStore own = new MemoryEventStore();
                MemoryEventStore other = new MemoryEventStore();
                ClusterNode a = ClusterNode.open(node(A, Optional.empty()), means())) {
            ChronicleServer b =
                    ChronicleServer.start(
                            other,
                            new ServerOptions("127.0.0.1", 0, 3, 4, "benchmark")
                                    .cluster(node(B, Optional.empty())));
            var _ = a.gateway().offer("own", "a", own);
            await("the other's store", () -> a.registry().workers("default").size() == 1);
            await("the own store", () -> a.registry().workers("own").size() == 1);
            URI url = URI.create("http://127.0.0.1:" + b.port());
            HttpRequest ready = HttpRequest.newBuilder(url.resolve("/ready")).build();
            for (long callers : options.numbers("callers")) {
                measure("head, local", callers, () -> a.gateway().execute("own", it -> it.head()));
                measure(
                        "head, remote",
                        callers,
                        () -> a.gateway().execute("default", it -> it.head()));
                measure(
                        "GET /ready",
                        callers,
                        () -> http.send(ready, BodyHandlers.ofByteArray()).body());
                measure("append, local", callers, () -> append(a, "own"));
                measure("append, remote", callers, () -> append(a, "default"));
                measure("POST /events", callers, () -> post(url));
            }
            int _ = b.stop();
        }
    }

    private static Object append(ClusterNode node, String store) throws InterruptedException {
        NewEvent event = NewEvent.of(new StreamId("b", "1"), "Happened").data(DATA).build();
        return node.gateway().execute(store, it -> it.append(List.of(event)).get());
    }

    private Object post(URI url) throws IOException, InterruptedException {
        String body =
                """
                {"id":"%s","actor":"a","action":"b","resource_type":"c","resource_id":"%s"}\
                """
                        .formatted(UUID.randomUUID(), "x".repeat(100));
        HttpRequest post =
                HttpRequest.newBuilder(url.resolve("/events"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build();
        int status = http.send(post, BodyHandlers.ofByteArray()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("status=" + status);
        }
        return status;
    }

    private static void await(String what, Callable<Boolean> isSo) throws Exception {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!isSo.call()) {
            if (System.nanoTime() > end) {
                throw new IOException("not in time: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void measure(String call, long callers, Callable<?> action)
            throws IOException, InterruptedException {
        run(callers, options.seconds("warm-up"), action);
        long[] nanos = run(callers, options.seconds("seconds"), action);
        Arrays.sort(nanos);
        calls.row(
                call,
                Long.toString(callers),
                Figures.of(nanos.length / options.seconds("seconds")),
                Figures.micros(nanos[nanos.length / 2]),
                Figures.micros(nanos[(int) (nanos.length * 0.99)]));
        Report.progress("%s, %d callers: %d calls".formatted(call, callers, nanos.length));
    }

    private static long[] run(long callers, double seconds, Callable<?> action)
            throws IOException, InterruptedException {
        ConcurrentLinkedQueue<Long> took = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        Thread[] threads = new Thread[(int) callers];
        for (int i = 0; i < threads.length; i++) {
            threads[i] =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            for (long start = System.nanoTime(); start < end; ) {
                                                var _ = action.call();
                                                long now = System.nanoTime();
                                                took.add(now - start);
                                                start = now;
                                            }
                                        } catch (Exception e) {
                                            failures.add(e);
                                        }
                                    });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (!failures.isEmpty()) {
            throw new IOException("a call failed", failures.peek());
        }
        return took.stream().mapToLong(Long::longValue).toArray();
    }

    private void messages(String name, Optional<ClusterSecret> secret) throws Exception {
        TemporaryFiles.delete(directory);
        long count = options.count("messages");
        AtomicLong delivered = new AtomicLong();
        try (ClusterNode a = ClusterNode.open(node(A, secret), means());
                ClusterNode b = ClusterNode.open(node(B, secret), means());
                ClusterNode c = ClusterNode.open(node(C, secret), means())) {
            for (ClusterNode node : List.of(a, b, c)) {
                node.channels()
                        .connect(
                                _ -> {
                                    delivered.incrementAndGet();
                                    return 1;
                                });
                await("three nodes", () -> node.status().members().size() == 3);
            }
            send(a, delivered, count / 4);
            long start = System.nanoTime();
            long deliveries = send(a, delivered, count);
            double seconds = (System.nanoTime() - start) / 1e9;
            messages.row(
                    name,
                    "%,d".formatted(count),
                    "%,d".formatted(deliveries),
                    Figures.of(count / seconds),
                    Figures.of(deliveries / seconds));
        }
    }

    /** Sends no more than the others have dealt with, so that none is dropped. */
    private static long send(ClusterNode from, AtomicLong delivered, long count) throws Exception {
        delivered.set(0);
        Message message = Message.of("events", "user.created", DATA);
        for (long sent = 0; sent < count; sent++) {
            int _ = from.channels().send(message);
            while (3 * sent - delivered.get() > 20_000) {
                LockSupport.parkNanos(100_000);
            }
        }
        await("all deliveries", () -> delivered.get() == 3 * count);
        return delivered.get();
    }
}
