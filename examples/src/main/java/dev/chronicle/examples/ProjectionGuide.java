package dev.chronicle.examples;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.EventCodec.Encoded;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.Decoded;
import dev.chronicle.projection.ParkedEvent;
import dev.chronicle.projection.ParkedEvents;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.ProjectionState;
import dev.chronicle.projection.ProjectionStatus;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.segment.SegmentCheckpointStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The code of docs/guide/projections.md, one method per section. */
final class ProjectionGuide {

    private static final EventCodec<Move> CODEC = JsonEventCodec.of(Move.class);

    private ProjectionGuide() {}

    sealed interface Move {}

    record Deposited(long amount) implements Move {}

    record Withdrawn(long amount) implements Move {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length == 0 ? "data/projection-guide" : args[0]);
        Map<String, Long> balances = new ConcurrentHashMap<>();
        try (EventStore store = SegmentEventStore.open(directory.resolve("log"));
                CheckpointStore checkpoints =
                        SegmentCheckpointStore.open(directory.resolve("log"))) {
            write(store, "ann", new Deposited(5));
            Position written = write(store, "ann", new Withdrawn(2));
            run(store, checkpoints, balances, written);
            exactlyOnce(store, checkpoints, directory.resolve("total"), written);
            park(store, checkpoints);
        }
    }

    private static Position write(EventStore store, String account, Move move) throws Exception {
        Encoded encoded = CODEC.encode(move);
        NewEvent event =
                NewEvent.of(new StreamId("Account", account), encoded.type())
                        .data(encoded.data())
                        .metadata(encoded.metadata())
                        .build();
        return store.append(List.of(event)).get().getFirst().position();
    }

    private static long change(Move move) {
        return switch (move) {
            case Deposited(long amount) -> amount;
            case Withdrawn(long amount) -> -amount;
        };
    }

    private static void run(
            EventStore store,
            CheckpointStore checkpoints,
            Map<String, Long> balances,
            Position written)
            throws InterruptedException {
        // run
        Projection projection =
                Projection.of(
                                "balances",
                                Query.types("Deposited", "Withdrawn"),
                                CODEC,
                                it ->
                                        balances.merge(
                                                it.stored().stream().key(),
                                                change(it.event()),
                                                Long::sum))
                        .onStart(balances::clear);
        try (Projections projections = new Projections(store, checkpoints)) {
            RunningProjection running = projections.start(projection);
            if (running.awaitPosition(written, Duration.ofSeconds(5))) {
                System.out.println(balances);
            }
            // run
            rebuild(running, store.head());
            System.out.println("rebuilt " + balances);
            show(projections);
        }
    }

    private static void rebuild(RunningProjection running, Position head)
            throws InterruptedException {
        // rebuild
        running.rebuild();
        running.awaitPosition(head, Duration.ofMinutes(10));
        // rebuild
    }

    private static void show(Projections projections) {
        // show
        for (ProjectionStatus status : projections.statuses()) {
            System.out.println(status.name() + " at " + status.position() + ", " + status.lag());
        }
        // show
    }

    // state
    record Total(Path file) implements ProjectionState<Decoded<Move>> {

        @Override
        public Position position() throws IOException {
            return new Position(numbers().getFirst());
        }

        @Override
        public void apply(List<Decoded<Move>> events, Position position) throws IOException {
            long total = numbers().getLast();
            for (Decoded<Move> event : events) {
                total += change(event.event());
            }
            replace(position, total);
        }

        @Override
        public void reset() throws IOException {
            replace(Position.START, 0);
        }

        // state

        List<Long> numbers() throws IOException {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of(0L, 0L);
        }

        private void replace(Position position, long total) throws IOException {
            Path next = Path.of(file + ".next");
            Files.writeString(next, position + "\n" + total + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void exactlyOnce(
            EventStore store, CheckpointStore checkpoints, Path file, Position written)
            throws Exception {
        Total total = new Total(file);
        try (Projections projections = new Projections(store, checkpoints)) {
            // into
            Query moves = Query.types("Deposited", "Withdrawn");
            Projection projection = Projection.into("total", moves, CODEC, total);
            // into
            projections.start(projection).awaitPosition(written, Duration.ofSeconds(5));
        }
        System.out.println("total " + total.numbers().getLast());
    }

    private static void park(EventStore store, CheckpointStore checkpoints) throws Exception {
        store.append(List.of(NewEvent.of(new StreamId("Account", "ann"), "Stolen").build())).get();
        Position last = write(store, "ann", new Deposited(1));
        Map<Event, Move> seen = new ConcurrentHashMap<>();
        Projection everything =
                Projection.of(
                        "everything", Query.all(), CODEC, it -> seen.put(it.stored(), it.event()));
        // park
        ParkedEvents parked = ParkedEvents.in(store);
        Projection parking = everything.onPoison(PoisonPolicy.park(5, parked, 100));
        // park
        // options
        Telemetry telemetry = new Telemetry();
        TelemetryCounters counters = new TelemetryCounters();
        telemetry.attach(counters);
        ProjectionOptions options =
                ProjectionOptions.standard()
                        .telemetry(telemetry)
                        .onPoison(it -> System.out.println(it.fate() + " " + it.cause().type()));
        // options
        try (Projections projections = new Projections(store, checkpoints, options)) {
            projections.start(parking).awaitPosition(last, Duration.ofSeconds(5));
        }
        // parked
        for (ParkedEvent event : parked.of("everything")) {
            System.out.println("parked " + event.type() + " at " + event.position());
        }
        // parked
        System.out.println(seen.size() + " seen, " + counters.read().eventsParked() + " parked");
    }
}
