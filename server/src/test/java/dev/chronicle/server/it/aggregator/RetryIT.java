package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A publisher that heard no answer publishes again, and that does no harm. */
@Timeout(120)
@ExtendWith({LaunchedServer.class, SeededRandomness.class})
class RetryIT {

    private final ServerProcess server;
    private final AggregatorClient aggregator;

    RetryIT(ServerProcess server) {
        this.server = server;
        aggregator = new AggregatorClient(server);
    }

    private static byte[] request(List<Entry> batch) {
        String body = Entry.batch(batch);
        return """
        POST /publish HTTP/1.1\r
        Host: x\r
        Content-Length: %d\r
        \r
        %s\
        """
                .formatted(body.getBytes(StandardCharsets.UTF_8).length, body)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Sends so many bytes of a request, and is gone before an answer can come. */
    private void sendAndGo(byte[] request, int length) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoLinger(true, length == request.length ? 1 : 0);
            socket.getOutputStream().write(Arrays.copyOf(request, length));
        }
    }

    @Test
    void a_batch_whose_answer_nobody_heard_is_there_once_after_a_retry() throws Exception {
        for (int i = 0; i < 20; i++) {
            List<Entry> batch = Entry.several("unheard-" + i, "e", 30);
            byte[] request = request(batch);
            sendAndGo(request, request.length);
            aggregator.publish(batch);
            aggregator.publish(batch);

            assertThat(aggregator.ids("unheard-" + i)).hasSize(30);
        }
        Summary summary = aggregator.summary();
        assertThat(summary.addsUp()).isTrue();
        for (int i = 0; i < 20; i++) {
            assertThat(summary.byTopic().get("unheard-" + i))
                    .isIn(Tally.of(30, 30), Tally.of(30, 60));
        }
    }

    @Test
    void a_connection_that_breaks_in_a_batch_stores_none_of_it(RandomGenerator random)
            throws Exception {
        for (int i = 0; i < 20; i++) {
            List<Entry> batch = Entry.several("broken-" + i, "e", 30);
            byte[] request = request(batch);
            sendAndGo(request, random.nextInt(request.length));
            if (i % 2 == 0) {
                aggregator.publish(batch);
            }
        }
        for (int i = 0; i < 20; i++) {
            assertThat(aggregator.tally("broken-" + i))
                    .isEqualTo(i % 2 == 0 ? Tally.of(30, 0) : Tally.NOTHING);
        }
    }

    @Test
    void publishers_that_all_retry_too_eagerly_store_each_event_once() throws Exception {
        Together.run(
                10,
                publisher -> {
                    for (int i = 0; i < 5; i++) {
                        List<Entry> batch =
                                Entry.several("eager", "%d-%d-".formatted(publisher, i), 20);
                        for (int attempt = 0; attempt < 3; attempt++) {
                            aggregator.publish(batch);
                        }
                    }
                });

        assertThat(aggregator.ids("eager")).hasSize(1000).doesNotHaveDuplicates();
        assertThat(aggregator.tally("eager")).isEqualTo(Tally.of(1000, 2000));
    }

    @Test
    void a_batch_that_shares_events_with_one_that_failed_is_stored_as_a_whole() throws Exception {
        List<Entry> events = Entry.several("shares", "e", 20);
        String bad = Entry.batch(events.subList(0, 15)).replace("\"e14\"", "14");

        assertThat(aggregator.post(bad).statusCode()).isEqualTo(422);
        aggregator.publish(events.subList(10, 20));
        aggregator.publish(events.subList(0, 15));
        assertThat(aggregator.tally("shares")).isEqualTo(Tally.of(20, 5));
    }
}
