package dev.chronicle.benchmarks;

import dev.chronicle.benchmarks.Counter.Command;
import dev.chronicle.benchmarks.Counter.Deposited;
import dev.chronicle.benchmarks.Counter.Happened;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.JsonCodec;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.Snapshots;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;
import dev.chronicle.store.postgres.PostgresSnapshotStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentSnapshotStore;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A log of counters and their snapshots, filled before anything is measured. */
final class CounterStore implements AutoCloseable {

    private static final String CATEGORY = "Counter";
    private static final int BATCH = 1000;

    private final EventCodec<Happened> codec = JsonEventCodec.of(Happened.class);
    private final JsonCodec<Counter> states = JsonCodec.of(Counter.class);
    private final EventStore store;
    private final SnapshotStore snapshots;

    private CounterStore(EventStore store, SnapshotStore snapshots) {
        this.store = store;
        this.snapshots = snapshots;
    }

    static CounterStore inDirectory(Path directory) {
        return new CounterStore(
                SegmentEventStore.open(directory), SegmentSnapshotStore.open(directory));
    }

    static CounterStore onPostgres(PostgresOptions options) {
        return new CounterStore(
                PostgresEventStore.open(options), PostgresSnapshotStore.open(options));
    }

    static String id(int number) {
        return "counter-" + number;
    }

    /**
     * Gives every counter so many events, the events of different ones mixed as they would be, and
     * a snapshot of that state if it is wanted.
     */
    void fill(int counters, int eventsEach, boolean withSnapshots) {
        List<NewEvent> batch = new ArrayList<>(BATCH);
        for (int i = 1; i <= eventsEach; i++) {
            for (int counter = 0; counter < counters; counter++) {
                EventCodec.Encoded form = codec.encode(new Deposited(1, i, "a standing order"));
                StreamId stream = new StreamId(CATEGORY, id(counter));
                batch.add(NewEvent.of(stream, form.type()).data(form.data()).build());
                if (batch.size() == BATCH) {
                    store.append(List.copyOf(batch)).join();
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            store.append(batch).join();
        }
        for (int counter = 0; withSnapshots && counter < counters; counter++) {
            snapshots.save(
                    new StreamId(CATEGORY, id(counter)),
                    new Snapshot(eventsEach, "1", states.encode(new Counter(eventsEach))));
        }
    }

    Aggregates.Builder<Command, Happened, Counter, String> counters() {
        return Aggregates.of(store, CATEGORY, new Counter.Rules(), codec);
    }

    /** Settings that take one when a multiple of this sequence is reached. */
    Snapshots<Counter> every(long frequency) {
        return new Snapshots<>(snapshots, frequency, "1", states::encode, states::decode);
    }

    long events() {
        return store.head().value();
    }

    @Override
    public void close() {
        snapshots.close();
        store.close();
    }
}
