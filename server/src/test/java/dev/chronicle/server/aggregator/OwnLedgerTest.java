package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The counts are those of the log, however often it is opened again. */
@ExtendWith(SeededRandomness.class)
class OwnLedgerTest {

    private static final List<String> TOPICS =
            List.of("", "a", "b/c", "{\"ü😀\"}", "long".repeat(20_000));
    private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);
    private static final long PLENTY = 1 << 20;

    private final MemoryEventStore store = new MemoryEventStore();
    private final Map<String, List<Long>> topics = new TreeMap<>();
    private final Map<Integer, List<Long>> workers = new TreeMap<>();
    private int deliveries;

    @AfterEach
    void close() {
        store.close();
    }

    private static PublishedEvent event(String id, String topic) {
        return new PublishedEvent(id, topic, "source", Instant.EPOCH, 0, PAYLOAD.length);
    }

    private static NewEvent published(PublishedEvent event, String worker) {
        return LogEvent.published(event, LogEvent.topic(event.topic()), PAYLOAD, worker);
    }

    /** Appends some events as a worker does, and counts them here and, maybe, there. */
    private Counts deliver(RandomGenerator random) {
        int worker = random.nextInt(4);
        List<PublishedEvent> offered = new ArrayList<>();
        for (int i = random.nextInt(1, 20); i > 0; i--) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            offered.add(event("e" + random.nextInt(200), topic));
        }
        String delivery = "d" + deliveries++;
        String name = Integer.toString(worker);
        List<AppendResult> results =
                store.append(
                                Append.of(offered.stream().map(it -> published(it, name)).toList())
                                        .reusedIds(Append.ReusedIds.DROP)
                                        .noting(
                                                i ->
                                                        LogEvent.note(
                                                                LogEvent.DROPPED,
                                                                delivery + "-" + i,
                                                                offered.get(i),
                                                                name)))
                        .join();
        Counts counts = new Counts();
        for (int i = 0; i < results.size(); i++) {
            boolean stored = results.get(i) instanceof AppendResult.Appended;
            String topic = offered.get(i).topic();
            counts.count(topic, worker, stored ? LogEvent.PUBLISHED : LogEvent.DROPPED);
            count(topics, topic, stored);
            count(workers, worker, stored);
        }
        return counts;
    }

    private static <K> void count(Map<K, List<Long>> all, K key, boolean stored) {
        List<Long> before = all.getOrDefault(key, List.of(0L, 0L, 0L));
        long more = stored ? 1 : 0;
        all.put(key, List.of(before.get(0) + more, before.get(1) + 1 - more, before.get(2)));
    }

    private void requireTrue(OwnLedger ledger) {
        Counts counts = ledger.read(Counts::copy);
        assertThat(numbers(counts.topics())).isEqualTo(topics);
        assertThat(numbers(counts.workers())).isEqualTo(workers);
        assertThat(counts.total().received())
                .isEqualTo(topics.values().stream().mapToLong(it -> it.get(0) + it.get(1)).sum());
    }

    private static <K> Map<K, List<Long>> numbers(Map<K, Tally> tallies) {
        Map<K, List<Long>> numbers = new TreeMap<>();
        tallies.forEach(
                (key, tally) ->
                        numbers.put(
                                key, List.of(tally.processed(), tally.dropped(), tally.failed())));
        return numbers;
    }

    @Test
    void opened_again_at_any_time_it_has_the_same_counts(RandomGenerator random) {
        OwnLedger ledger = OwnLedger.open(store, PLENTY);
        for (int i = 0; i < 300; i++) {
            ledger.record(deliver(random));
            switch (random.nextInt(10)) {
                case 0 -> ledger.keep();
                case 1 -> ledger = OwnLedger.open(store, PLENTY);
                default -> {}
            }
            requireTrue(ledger);
        }
    }

    @Test
    void what_was_appended_and_not_recorded_is_counted_when_it_is_looked_after(
            RandomGenerator random) {
        OwnLedger ledger = OwnLedger.open(store, PLENTY);
        ledger.record(deliver(random));
        deliver(random);
        ledger.outOfStep();
        ledger.keep();

        assertThat(store.read(Query.stream(CountsSnapshot.STREAM), Position.START)).isEmpty();
        ledger.keepIfDue();
        requireTrue(ledger);
        ledger.keep();
        requireTrue(OwnLedger.open(store, PLENTY));
    }

    @Test
    void counts_are_kept_only_when_there_are_new_ones(RandomGenerator random) {
        OwnLedger ledger = OwnLedger.open(store, PLENTY);
        ledger.keep();
        ledger.record(deliver(random));
        ledger.keep();
        ledger.keep();
        OwnLedger.open(store, PLENTY).keep();

        assertThat(store.read(Query.stream(CountsSnapshot.STREAM), Position.START)).hasSize(1);
    }

    @Test
    void the_number_of_published_events_belongs_to_the_head(RandomGenerator random) {
        OwnLedger ledger = OwnLedger.open(store, PLENTY);
        for (int i = 0; i < 20; i++) {
            ledger.record(deliver(random));
            Ledger.Published published = ledger.published();
            assertThat(published.head()).isEqualTo(store.head());
            assertThat(store.read(Query.types(LogEvent.PUBLISHED), Position.START))
                    .hasSize((int) published.count());
        }
    }

    @Test
    void there_is_room_for_so_many_topics_and_always_for_known_ones() {
        OwnLedger ledger = OwnLedger.open(store, 1000);
        Counts three = new Counts();
        for (String topic : List.of("a", "b", "c")) {
            assertThat(ledger.hasRoomFor(List.of(event("1", topic)))).isTrue();
            three.count(topic, 0, LogEvent.PUBLISHED);
        }
        ledger.record(three);

        assertThat(ledger.hasRoomFor(List.of(event("1", "d")))).isFalse();
        assertThat(ledger.hasRoomFor(List.of(event("2", "a"), event("2", "c")))).isTrue();
        assertThat(ledger.hasRoomFor(List.of(event("2", "a"), event("1", "d")))).isFalse();
    }
}
