package dev.chronicle.examples;

import dev.chronicle.supervision.ChildStatus;
import dev.chronicle.supervision.Strategy;
import dev.chronicle.supervision.SupervisionEvent;
import dev.chronicle.supervision.Supervisor;
import dev.chronicle.supervision.SupervisorOptions;
import dev.chronicle.supervision.Task;
import dev.chronicle.telemetry.LogTelemetry;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.telemetry.TelemetryCounts;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The code of docs/guide/supervision.md and docs/guide/telemetry.md. */
final class SupervisionGuide {

    private SupervisionGuide() {}

    public static void main(String[] args) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        Task reader =
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        writing.await();
                        throw new IllegalStateException("the line dropped");
                    }
                    never.await();
                };
        CountDownLatch restarted = new CountDownLatch(2);
        Task writer =
                () -> {
                    writing.countDown();
                    never.await();
                };

        Telemetry telemetry = new Telemetry();
        TelemetryCounters counters = attach(telemetry);
        telemetry.attach(
                event -> {
                    if (event instanceof TelemetryEvent.ChildRestarted) {
                        restarted.countDown();
                    }
                });
        SupervisorOptions options =
                SupervisorOptions.standard().listener(event -> telemetry.emit(told(event)));
        Supervisor root = tree(options, reader, writer);
        restarted.await();
        show(root);
        read(counters);
        stop(root);
        show(root);
    }

    private static Supervisor tree(SupervisorOptions options, Task reader, Task writer) {
        // tree
        Supervisor root =
                new Supervisor(
                        "app",
                        options,
                        (child, failure) -> System.err.println(child + " is down: " + failure));
        Supervisor pipeline =
                root.startSupervisor(
                        "pipeline",
                        options.strategy(Strategy.ONE_FOR_ALL)
                                .intensity(5, Duration.ofMinutes(1))
                                .stopWithin(Duration.ofSeconds(2)));
        pipeline.start("reader", reader);
        pipeline.start("writer", writer);
        // tree
        return root;
    }

    private static void show(Supervisor root) {
        // show
        ChildStatus tree = root.tree();
        System.out.println(tree.name() + " healthy=" + tree.healthy());
        for (ChildStatus child : tree.children()) {
            System.out.println(child.name() + " " + child.state() + " " + child.restarts());
        }
        // show
    }

    private static void stop(Supervisor root) throws InterruptedException {
        // stop
        root.close();
        boolean ended = root.awaitTermination(Duration.ofSeconds(10));
        // stop
        System.out.println("ended " + ended);
    }

    private static TelemetryCounters attach(Telemetry telemetry) {
        // attach
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach(counters);
        telemetry.attach("log", new LogTelemetry());
        // attach
        return counters;
    }

    private static void read(TelemetryCounters counters) {
        // read
        TelemetryCounts counts = counters.read();
        System.out.println(counts.restarts() + " restarts, " + counts.eventsStored() + " events");
        // read
    }

    // bridge
    static TelemetryEvent told(SupervisionEvent event) {
        return switch (event) {
            case SupervisionEvent.Restarted(var supervisor, var child, var times, var cause) ->
                    new TelemetryEvent.ChildRestarted(supervisor, child, times, cause);
            case SupervisionEvent.Stuck(var supervisor, var child, var waited) ->
                    new TelemetryEvent.ChildStuck(supervisor, child, waited);
            case SupervisionEvent.GaveUp(var supervisor, var child, var cause) ->
                    new TelemetryEvent.SupervisorGaveUp(supervisor, child, cause);
        };
    }
    // bridge
}
