package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

@Timeout(120)
@ExtendWith({LaunchedServer.class, SeededRandomness.class})
class TimestampsIT {

    private final AggregatorClient aggregator;

    TimestampsIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2025-01-31T23:59:59\"', 2025-01-31T23:59:59Z",
        "'\"2025-01-31T23:59:59Z\"', 2025-01-31T23:59:59Z",
        "'\"2025-01-31t23:59:59z\"', 2025-01-31T23:59:59Z",
        "'\"2025-01-31 23:59:59\"', 2025-01-31T23:59:59Z",
        "'\"2025-01-31T23:59\"', 2025-01-31T23:59:00Z",
        "'\"2025-01-31T23:59:59.123456\"', 2025-01-31T23:59:59.123456Z",
        "'\"2025-01-31T23:59:59.5+00:00\"', 2025-01-31T23:59:59.500Z",
        "'\"2025-01-31T23:59:59+01:00\"', 2025-01-31T22:59:59Z",
        "'\"2025-01-31T23:59:59-05:30\"', 2025-02-01T05:29:59Z",
        "'\"2025-01-31T23:59:59+0100\"', 2025-01-31T22:59:59Z",
        "'\"2024-02-29\"', 2024-02-29T00:00:00Z",
        "'\"1735689600\"', 2025-01-01T00:00:00Z",
        "'\"1735689600.25\"', 2025-01-01T00:00:00.250Z",
        "1735689600, 2025-01-01T00:00:00Z",
        "1735689600000, 2025-01-01T00:00:00Z",
        "1735689600.5, 2025-01-01T00:00:00.500Z",
        "1.7356896e9, 2025-01-01T00:00:00Z",
        "0, 1970-01-01T00:00:00Z",
        "-1, 1969-12-31T23:59:59Z",
        "'\"0001-01-01\"', 0001-01-01T00:00:00Z",
        "'\"9999-12-31T23:59:59.999999Z\"', 9999-12-31T23:59:59.999999Z"
    })
    void every_form_comes_back_in_utc(String sent, String expected) throws Exception {
        String topic = "form" + sent.hashCode();
        String payload = "{\"message\":\"m\",\"timestamp\":" + sent + "}";
        aggregator.publish(Entry.of(topic, "e").withPayload(payload).at(sent));

        assertThat(aggregator.events(topic).getFirst().get("timestamp").stringValue())
                .isEqualTo(expected);
        assertThat(aggregator.get("/events?topic=" + topic).body()).contains(payload);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"yesterday\"",
                "\"2025\u002d02-29\"",
                "\"2025-13-01\"",
                "\"2025-01-01T24:00:01\"",
                "\"2025-01-01T00:60:00\"",
                "\"2025-01-01T00:00:00+25:00\"",
                "\"2025-01-01T00:00:00 Europe/Berlin\"",
                "\" 2025-01-01\"",
                "\"10000-01-01\"",
                "\"01/02/2025\"",
                "1e300",
                "null",
                "true",
                "[]",
                "{}"
            })
    void what_is_no_time_is_refused_in_the_event_and_in_its_payload(String sent) throws Exception {
        Entry event = Entry.of("no time", "e");
        String payload = "{\"message\":\"m\",\"timestamp\":" + sent + "}";

        assertThat(aggregator.post(Entry.batch(List.of(event.at(sent)))).statusCode())
                .isEqualTo(422);
        assertThat(aggregator.post(Entry.batch(List.of(event.withPayload(payload)))).statusCode())
                .isEqualTo(422);
        assertThat(aggregator.ids("no time")).isEmpty();
    }

    @Test
    void events_in_any_order_of_time_are_kept_as_they_came(RandomGenerator random)
            throws Exception {
        List<Instant> times =
                new ArrayList<>(
                        IntStream.range(0, 200)
                                .mapToObj(i -> Instant.ofEpochSecond(1_700_000_000L + 3600L * i))
                                .toList());
        Collections.shuffle(times, Random.from(random));
        List<Entry> events =
                times.stream()
                        .map(time -> Entry.of("any order", "e" + time).at("\"" + time + "\""))
                        .toList();
        for (int i = 0; i < events.size(); i += 50) {
            aggregator.publish(events.subList(i, i + 50));
        }

        assertThat(AggregatorClient.texts(aggregator.events("any order"), "timestamp"))
                .isEqualTo(times.reversed().stream().map(Instant::toString).toList());
        assertThat(aggregator.tally("any order")).isEqualTo(Tally.of(200, 0));
    }

    @Test
    void an_older_duplicate_is_a_duplicate_and_a_late_event_is_none() throws Exception {
        aggregator.publish(Entry.of("late", "a").at("\"2025-06-01\""));
        aggregator.publish(Entry.of("late", "b").at("\"1999-01-01\""));
        aggregator.publish(Entry.of("late", "a").at("\"1998-01-01\""));
        aggregator.publish(Entry.of("late", "c").at("\"2999-01-01\""));

        assertThat(AggregatorClient.texts(aggregator.events("late"), "timestamp"))
                .containsExactly(
                        "2999-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "2025-06-01T00:00:00Z");
        assertThat(aggregator.tally("late")).isEqualTo(Tally.of(3, 1));
    }

    @Test
    void the_trail_is_in_the_order_of_arrival_whatever_the_events_say() throws Exception {
        aggregator.publish(Entry.of("arrival", "new").at("\"2999-01-01\""));
        aggregator.publish(Entry.of("arrival", "old").at("\"1999-01-01\""));

        assertThat(
                        AggregatorClient.texts(
                                aggregator.trail("?topic=arrival&action=PROCESSED"), "event_id"))
                .containsExactly("old", "new");
        assertThat(aggregator.trail("?topic=arrival&to=2000-01-01")).isEmpty();
        assertThat(aggregator.trail("?topic=arrival&from=2998-01-01")).isEmpty();
    }
}
