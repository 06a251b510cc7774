package dev.chronicle.store.segment;

import dev.chronicle.store.EventStore;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.testkit.EventStoreContract;
import dev.chronicle.testkit.MeasuredStoreContract;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.InstantSource;

/** The contract on files so small that every test rolls, flushes, merges and rebuilds. */
class SegmentEventStoreTest extends EventStoreContract {

    @TempDir Path directory;

    @Override
    protected EventStore open(InstantSource clock) {
        return SegmentEventStore.open(
                directory,
                SegmentOptions.defaults()
                        .segmentBytes(1 << 16)
                        .memtableEntries(1 << 12)
                        .clock(clock));
    }

    @Nested
    class Measured extends MeasuredStoreContract {

        @Override
        protected MeasuredStore open() {
            return SegmentEventStore.open(directory);
        }
    }
}
