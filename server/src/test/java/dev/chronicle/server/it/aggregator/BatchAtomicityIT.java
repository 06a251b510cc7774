package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

@Timeout(120)
@ExtendWith({LaunchedServer.class, SeededRandomness.class})
class BatchAtomicityIT {

    private static final List<String> INVALID =
            List.of(
                    "{}",
                    "null",
                    "7",
                    Entry.of("x", "x").at("\"never\"").json(),
                    Entry.of("x", "x").withPayload("{\"message\":\"m\"}").json(),
                    Entry.of("x", "x").json().replace("\"x\"", "1"));

    private final AggregatorClient aggregator;

    BatchAtomicityIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50, 99, 100})
    void one_invalid_event_and_nothing_is_stored_or_counted(int place) throws Exception {
        String topic = "atomic-" + place;
        aggregator.publish(Entry.of(topic, "e0"));
        Stats before = aggregator.stats();
        List<String> events =
                new ArrayList<>(Entry.several(topic, "e", 100).stream().map(Entry::json).toList());
        for (String invalid : INVALID) {
            events.add(place, invalid);
            HttpResponse<String> response =
                    aggregator.post("{\"events\":[" + String.join(",", events) + "]}");
            events.remove(place);

            assertThat(response.statusCode()).as(invalid).isEqualTo(422);
            assertThat(response.body())
                    .contains("\"loc\":[\"body\",\"events\"," + place)
                    .doesNotContain("\"loc\":[\"body\",\"events\"," + (place + 1));
        }

        assertThat(aggregator.ids(topic)).containsExactly("e0");
        assertThat(aggregator.trail("?topic=" + topic)).hasSize(3);
        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.NOTHING);
    }

    @Test
    void a_body_cut_off_anywhere_stores_nothing(RandomGenerator random) throws Exception {
        String body = Entry.batch(Entry.several("cut", "e", 30));
        Stats before = aggregator.stats();
        for (int i = 0; i < 50; i++) {
            int length = random.nextInt(body.length());
            assertThat(aggregator.post(body.substring(0, length)).statusCode())
                    .as("%d of %d bytes", length, body.length())
                    .isEqualTo(422);
        }

        assertThat(aggregator.ids("cut")).isEmpty();
        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.NOTHING);
    }

    @Test
    void good_batches_are_whole_while_bad_ones_come_between() throws Exception {
        Stats before = aggregator.stats();
        Together.run(
                8,
                publisher -> {
                    for (int i = 0; i < 10; i++) {
                        String prefix = publisher + "-" + i + "-";
                        List<Entry> batch = Entry.several("between", prefix, 10);
                        String good = Entry.batch(batch);
                        String bad = good.replaceFirst("]}$", ",{}]}");
                        assertThat(aggregator.post(bad).statusCode()).isEqualTo(422);
                        if (i % 2 == 0) {
                            aggregator.publish(batch);
                        }
                    }
                });

        assertThat(aggregator.ids("between")).hasSize(8 * 5 * 10);
        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(400, 0));
    }

    @Test
    void the_same_batch_is_welcome_when_it_is_mended() throws Exception {
        List<Entry> batch = Entry.several("mended", "e", 10);
        String bad = Entry.batch(batch).replaceFirst("\"e5\"", "5");

        assertThat(aggregator.post(bad).statusCode()).isEqualTo(422);
        aggregator.publish(batch);
        assertThat(aggregator.tally("mended")).isEqualTo(Tally.of(10, 0));
    }
}
