package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The index cannot be written: its directory has become a file. */
class IndexFailureTest {

    private static final int MEMTABLE = 1 << 12;
    private static final int BATCH = 100;

    @TempDir Path directory;

    private Path index() {
        return directory.resolve("index");
    }

    private void breakIndex() throws IOException {
        Files.move(index(), directory.resolve("index.away"));
        Files.createFile(index());
    }

    private void repairIndex() throws IOException {
        Files.delete(index());
        Files.move(directory.resolve("index.away"), index());
    }

    @Test
    void the_store_stops_and_everything_acknowledged_can_be_read() throws IOException {
        int number = 0;
        List<Event> acknowledged = new ArrayList<>();
        try (SegmentEventStore store = SmallLog.open(directory, FaultyDisk.sound())) {
            breakIndex();
            boolean failed = false;
            while (!failed) {
                List<NewEvent> events = SmallLog.events(number, BATCH);
                try {
                    acknowledged.addAll(SmallLog.recorded(events, SmallLog.append(store, events)));
                    number += BATCH;
                } catch (StoreFailedException e) {
                    assertThat(e).hasMessageContaining(index().toString());
                    failed = true;
                }
            }
            assertThat(store.status()).isInstanceOf(StoreStatus.Failed.class);
            requireFound(store, acknowledged);
        }
        repairIndex();
        try (SegmentEventStore store = SmallLog.open(directory)) {
            requireFound(store, acknowledged);
            assertThat(SmallLog.append(store, SmallLog.event(number)).getFirst())
                    .isInstanceOf(AppendResult.Appended.class);
        }
    }

    private static void requireFound(SegmentEventStore store, List<Event> events) {
        assertThat(SmallLog.all(store)).isEqualTo(events);
        for (int stream = 0; stream < SmallLog.STREAMS; stream++) {
            Query query = Query.stream(SmallLog.stream(stream));
            assertThat(SmallLog.read(store, query))
                    .isEqualTo(events.stream().filter(query::matches).toList());
        }
    }

    @Test
    void a_log_whose_index_must_be_made_anew_and_cannot_be_is_not_opened() throws IOException {
        int count = 4 * MEMTABLE / 4;
        try (SegmentEventStore store = SmallLog.open(directory, FaultyDisk.sound())) {
            for (int number = 0; number < count; number += BATCH) {
                SmallLog.append(store, SmallLog.events(number, BATCH));
            }
        }
        breakIndex();
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> SmallLog.open(directory));
        repairIndex();
        try (SegmentEventStore store = SmallLog.open(directory)) {
            assertThat(store.head().value()).isGreaterThanOrEqualTo(count);
        }
    }

    @Test
    void a_memtable_that_could_not_be_written_stays_in_the_view_whatever_comes_next()
            throws IOException, InterruptedException {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger();
        int positions = MEMTABLE + 1; // with two keys each
        try (Index index =
                Index.open(
                        index(),
                        Manifest.empty(1, new KeyHash(2, 3)),
                        MEMTABLE,
                        _ -> {
                            repairQuietly();
                            failures.incrementAndGet();
                            failed.countDown();
                        })) {
            for (int position = 1; position <= positions; position++) {
                index.add(position, new long[] {keyOf(position), -keyOf(position)}, 0, 2);
            }
            assertThat(index.view().frozen()).hasSize(2);
            breakIndex();
            index.committed(positions);
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
            index.flushAll();

            for (int position = 1; position <= positions; position++) {
                assertThat(index.view().newest(keyOf(position), _ -> true)).isEqualTo(position);
            }
            assertThat(failures).hasValue(1);
        }
    }

    private static long keyOf(int position) {
        return position * 0x9e3779b97f4a7c15L;
    }

    private void repairQuietly() {
        try {
            repairIndex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
