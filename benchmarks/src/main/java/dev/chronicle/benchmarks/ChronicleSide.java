package dev.chronicle.benchmarks;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;
import java.util.List;

/** The segment store with its default options. */
final class ChronicleSide implements AppendSide {

    private final SegmentEventStore store;

    ChronicleSide(Path directory) {
        store = SegmentEventStore.open(directory);
    }

    @Override
    public void append(List<NewEvent> events) {
        if (store.append(events).join().size() != events.size()) {
            throw new IllegalStateException("not every event was answered");
        }
    }

    @Override
    public long syncs() {
        return store.statistics().commits();
    }

    @Override
    public void close() {
        store.close();
    }
}
