package dev.chronicle.testkit;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.PoisonHandler.Poison;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.supervision.SupervisorOptions;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A store, projections on it that never wait before they try again, and short ways to use them. */
final class ProjectionsUnderTest implements AutoCloseable {

    /** The type of the events that {@link #COUNTED} means. */
    static final String TYPE = "Counted";

    static final Query COUNTED = Query.types(TYPE);

    final EventStore store;
    final CheckpointStore checkpoints;
    final TelemetryCounters counters = new TelemetryCounters();
    final Queue<Poison> poison = new ConcurrentLinkedQueue<>();
    private final ProjectionOptions options;
    private Projections projections;
    private int appended;

    ProjectionsUnderTest(EventStore store, CheckpointStore checkpoints) {
        this.store = store;
        this.checkpoints = checkpoints;
        Telemetry telemetry = new Telemetry();
        telemetry.attach(counters);
        options =
                ProjectionOptions.standard()
                        .telemetry(telemetry)
                        .onPoison(poison::add)
                        .supervision(
                                SupervisorOptions.standard().time(InstantSource.system(), _ -> {}));
        projections = new Projections(store, checkpoints, options);
    }

    RunningProjection start(Projection projection) {
        return projections.start(projection);
    }

    Projections projections() {
        return projections;
    }

    /** Closes all projections; those started from now on are others. */
    void restart() {
        projections.close();
        projections = new Projections(store, checkpoints, options);
    }

    /** Appends so many events of this type, one of three in stream A; returns the head. */
    Position append(String type, int count) {
        NewEvent[] events = new NewEvent[count];
        for (int i = 0; i < count; i++) {
            int number = appended++;
            events[i] =
                    Sample.event(
                            number % 3 == 0 ? Sample.A : Sample.B, "e-" + number, type, Sample.RED);
        }
        return StoreUnderTest.await(store.append(List.of(events))).getLast().position();
    }

    Position append(int count) {
        return append(TYPE, count);
    }

    /** The positions of all events that are meant. */
    List<Long> positions(Query query) {
        try (Stream<Event> events = store.read(query, Position.START)) {
            return events.map(it -> it.position().value()).toList();
        }
    }

    static void await(RunningProjection projection, Position position) throws Exception {
        if (!projection.awaitPosition(position, Threads.PATIENCE)) {
            throw new AssertionError("not there: %s %s".formatted(position, projection.status()));
        }
    }

    /** Waits, looking again and again, until it is so. */
    static void until(RunningProjection projection, Predicate<RunningProjection> wished) {
        long deadline = System.nanoTime() + Threads.PATIENCE.toNanos();
        while (!wished.test(projection)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never so: " + projection.status());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    static final Duration AT_ONCE = Duration.ZERO;

    @Override
    public void close() {
        projections.close();
        store.close();
        checkpoints.close();
    }
}
