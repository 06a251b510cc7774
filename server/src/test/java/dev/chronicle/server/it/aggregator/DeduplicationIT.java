package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class DeduplicationIT {

    private final AggregatorClient aggregator;

    DeduplicationIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @Test
    void the_same_event_again_is_acknowledged_and_dropped() throws Exception {
        Entry event = Entry.of("again", "e");
        for (int i = 0; i < 5; i++) {
            aggregator.publish(event);
        }

        assertThat(aggregator.ids("again")).containsExactly("e");
        assertThat(aggregator.tally("again")).isEqualTo(Tally.of(1, 4));
    }

    @Test
    void the_first_write_wins_whatever_the_second_says() throws Exception {
        Entry first =
                Entry.of("first", "e")
                        .from("one")
                        .withPayload("{\"message\":\"one\",\"timestamp\":1}")
                        .at("\"2025-05-05\"");
        Entry second =
                Entry.of("first", "e")
                        .from("two")
                        .withPayload("{\"message\":\"two\",\"timestamp\":2,\"more\":true}")
                        .at("\"2020-01-01\"");
        aggregator.publish(first);
        aggregator.publish(second);

        JsonNode event = aggregator.events("first").getFirst();
        assertThat(event.get("source").stringValue()).isEqualTo("one");
        assertThat(event.get("payload")).hasToString("{\"message\":\"one\",\"timestamp\":1}");
        assertThat(event.get("timestamp").stringValue()).isEqualTo("2025-05-05T00:00:00Z");
        assertThat(aggregator.tally("first")).isEqualTo(Tally.of(1, 1));
    }

    @Test
    void an_id_in_two_topics_is_two_events() throws Exception {
        aggregator.publish(Entry.of("one topic", "e"), Entry.of("another topic", "e"));
        aggregator.publish(Entry.of("another topic", "e").from("late"));

        assertThat(aggregator.ids("one topic")).containsExactly("e");
        assertThat(aggregator.ids("another topic")).containsExactly("e");
        assertThat(aggregator.tally("one topic")).isEqualTo(Tally.of(1, 0));
        assertThat(aggregator.tally("another topic")).isEqualTo(Tally.of(1, 1));
    }

    @Test
    void within_a_batch_the_first_one_counts() throws Exception {
        aggregator.publish(
                Entry.of("batch", "a").from("1"),
                Entry.of("batch", "b").from("2"),
                Entry.of("batch", "a").from("3"),
                Entry.of("batch", "a").from("4"),
                Entry.of("batch", "c").from("5"));

        assertThat(AggregatorClient.texts(aggregator.events("batch"), "source"))
                .containsExactly("5", "2", "1");
        assertThat(aggregator.tally("batch")).isEqualTo(Tally.of(3, 2));
    }

    @Test
    void a_batch_of_nothing_but_one_event_stores_it_once() throws Exception {
        aggregator.publish(Collections.nCopies(1000, Entry.of("copies", "e")));

        assertThat(aggregator.ids("copies")).containsExactly("e");
        assertThat(aggregator.tally("copies")).isEqualTo(Tally.of(1, 999));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ", "A", "a\u0000", "á", "a\u0301", ""})
    void ids_that_only_look_alike_are_different(String id) throws Exception {
        String topic = "alike" + id.hashCode();
        aggregator.publish(Entry.of(topic, "a"), Entry.of(topic, id));

        assertThat(aggregator.ids(topic)).containsExactly(id, "a");
    }

    @Test
    void fifty_threads_that_publish_the_same_event_store_it_once() throws Exception {
        for (int round = 0; round < 5; round++) {
            Entry event = Entry.of("fifty", "e" + round);
            Together.run(50, thread -> aggregator.publish(event.from("thread " + thread)));

            String ofEvent = "?event_id=e" + round;
            List<String> processed =
                    AggregatorClient.texts(
                            aggregator.trail(ofEvent + "&action=PROCESSED"), "source");
            List<String> dropped =
                    AggregatorClient.texts(aggregator.trail(ofEvent + "&action=DROPPED"), "source");
            assertThat(processed).hasSize(1);
            JsonNode stored = aggregator.events("fifty").getFirst();
            assertThat(stored.get("event_id").stringValue()).isEqualTo("e" + round);
            assertThat(stored.get("source").stringValue()).isEqualTo(processed.getFirst());
            List<String> all = new ArrayList<>(processed);
            all.addAll(dropped);
            assertThat(all)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 50).mapToObj(i -> "thread " + i).toList());
        }
        assertThat(aggregator.tally("fifty")).isEqualTo(Tally.of(5, 245));
    }
}
