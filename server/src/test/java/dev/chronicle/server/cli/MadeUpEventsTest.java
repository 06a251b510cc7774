package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

@ExtendWith(SeededRandomness.class)
class MadeUpEventsTest {

    private static final Instant STARTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> TOPICS = List.of("orders", "payments");

    @ParameterizedTest
    @CsvSource({"20000,0.3,14000", "10,0.25,7", "5,0,5", "1,0.9,1", "1,0.5,1"})
    void the_different_events_are_the_rounded_down_rest(int count, double ratio, int unique) {
        assertThat(EventOrder.DuplicatesLast.of(count, ratio, 1).unique()).isEqualTo(unique);
    }

    @Test
    void the_duplicates_stand_last_and_repeat_what_was_sent(RandomGenerator random) {
        EventOrder order = EventOrder.DuplicatesLast.of(1000, 0.3, random.nextLong());

        assertThat(LongStream.range(0, 700).map(order::eventAt))
                .containsExactlyElementsOf(LongStream.range(0, 700).boxed().toList());
        assertThat(LongStream.range(700, 1000).map(order::eventAt))
                .allSatisfy(event -> assertThat(event).isBetween(0L, 699L));
        assertThat(LongStream.range(700, 1000).map(order::eventAt).distinct().count())
                .isGreaterThan(100);
    }

    @Test
    void duplicates_all_along_repeat_an_earlier_place(RandomGenerator random) {
        EventOrder order = new EventOrder.DuplicatesAmong(0.3, random.nextLong());
        List<Long> places = new ArrayList<>();
        for (long place = 0; place < 10_000; place++) {
            long event = order.eventAt(place);
            assertThat(order.isFirst(place)).isEqualTo(!places.contains(event));
            places.add(event);
        }

        long duplicates = places.size() - places.stream().distinct().count();
        assertThat(duplicates).isBetween(2700L, 3300L);
    }

    @Test
    void without_duplicates_every_event_is_new(RandomGenerator random) {
        EventOrder order = new EventOrder.DuplicatesAmong(0, random.nextLong());

        assertThat(LongStream.range(0, 1000).allMatch(order::isFirst)).isTrue();
    }

    @Test
    void a_seed_makes_the_same_bytes_again_and_another_seed_others(RandomGenerator random) {
        long seed = random.nextLong();

        assertThat(batch(seed, 0, 50)).isEqualTo(batch(seed, 0, 50));
        assertThat(ids(batch(seed, 0, 50)))
                .doesNotContainAnyElementsOf(ids(batch(seed + 1, 0, 50)));
    }

    @Test
    void how_events_are_cut_into_batches_does_not_change_them(RandomGenerator random) {
        long seed = random.nextLong();
        List<String> inTwo = new ArrayList<>(ids(batch(seed, 0, 30)));
        inTwo.addAll(ids(batch(seed, 30, 20)));

        assertThat(inTwo).isEqualTo(ids(batch(seed, 0, 50))).doesNotHaveDuplicates();
    }

    @Test
    void an_event_has_what_the_aggregator_asks_for() {
        JsonNode event = JsonMapper.shared().readTree(batch(42, 7, 1)).get("events").get(0);

        assertThat(event.propertyNames())
                .containsExactly("event_id", "topic", "source", "payload", "timestamp");
        assertThat(event.get("topic").stringValue()).isIn(TOPICS);
        assertThat(event.get("source").stringValue()).startsWith("service-");
        assertThat(event.get("timestamp").stringValue()).isEqualTo("2026-01-01T00:00:00.000007Z");
        assertThat(event.get("payload").get("message").stringValue()).isNotEmpty();
        assertThat(event.get("payload").get("timestamp").stringValue())
                .isEqualTo("2026-01-01T00:00:00.000007Z");
    }

    private static byte[] batch(long seed, long first, int count) {
        return new MadeUpEvents(seed, TOPICS, STARTED)
                .batch(new EventOrder.DuplicatesAmong(0, seed), first, count);
    }

    private static List<String> ids(byte[] batch) {
        return JsonMapper.shared()
                .readTree(batch)
                .get("events")
                .valueStream()
                .map(event -> event.get("event_id").stringValue())
                .toList();
    }
}
