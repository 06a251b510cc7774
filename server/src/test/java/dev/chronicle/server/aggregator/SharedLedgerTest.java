package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Processes that count one log by following it agree, whoever wrote. */
@Timeout(60)
class SharedLedgerTest {

    private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);
    private static final long PLENTY = 1 << 20;

    private final MemoryEventStore store = new MemoryEventStore();
    private final List<SharedLedger> ledgers = new ArrayList<>();

    @AfterEach
    void close() {
        ledgers.forEach(Ledger::close);
        store.close();
    }

    private SharedLedger follow() {
        SharedLedger ledger = new SharedLedger(store, PLENTY);
        ledger.follow();
        ledgers.add(ledger);
        return ledger;
    }

    private static PublishedEvent event(String id, String topic) {
        return new PublishedEvent(id, topic, "source", Instant.EPOCH, 0, PAYLOAD.length);
    }

    private void publish(String topic, int from, int to, int worker) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            PublishedEvent event = event("e" + i, topic);
            events.add(
                    LogEvent.published(
                            event, LogEvent.topic(topic), PAYLOAD, Integer.toString(worker)));
        }
        store.append(events).join();
    }

    @Test
    void what_one_has_written_every_one_counts_at_once() {
        SharedLedger first = follow();
        SharedLedger second = follow();
        for (int i = 0; i < 200; i++) {
            publish("t" + i % 3, 10 * i, 10 * i + 10, i % 4);
            long published = 10L * (i + 1);
            assertThat(first.read(Counts::copy).total().received()).isEqualTo(published);
            assertThat(second.published().count()).isEqualTo(published);
        }
        assertThat(first.read(Counts::copy).topics()).containsOnlyKeys("t0", "t1", "t2");
        assertThat(second.read(Counts::copy).workers()).hasSize(4);
    }

    @Test
    void a_count_belongs_to_its_position_while_many_write() {
        SharedLedger ledger = follow();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            int number = writer;
            tasks.add(
                    () -> {
                        for (int i = 0; i < 100; i++) {
                            publish("t" + number, 7 * i, 7 * i + 7, number);
                        }
                        return 0;
                    });
        }
        tasks.add(
                () -> {
                    for (int i = 0; i < 50; i++) {
                        Ledger.Published published = ledger.published();
                        try (var all =
                                store.read(Query.types(LogEvent.PUBLISHED), Position.START)) {
                            assertThat(
                                            all.filter(
                                                            it ->
                                                                    it.position()
                                                                                    .compareTo(
                                                                                            published
                                                                                                    .head())
                                                                            <= 0)
                                                    .count())
                                    .isEqualTo(published.count());
                        }
                    }
                    return 0;
                });
        Threads.race(tasks);
        assertThat(ledger.published().count()).isEqualTo(2800);
    }

    @Test
    void another_begins_with_what_the_first_has_kept() {
        SharedLedger first = follow();
        publish("t", 0, 500, 1);
        assertThat(first.published().count()).isEqualTo(500);
        first.close();
        assertThat(store.read(Query.stream(CountsSnapshot.STREAM), Position.START)).hasSize(1);
        publish("t", 500, 600, 1);

        assertThat(follow().published().count()).isEqualTo(600);
    }
}
