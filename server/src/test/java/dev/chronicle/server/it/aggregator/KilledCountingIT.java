package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.Program;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The server keeps its counts in the log every 500,000 deliveries. Killed around that moment, it
 * has counted each delivery once all the same.
 */
@Timeout(900)
class KilledCountingIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 5 : 1;
    private static final int BATCH = 20_000;
    private static final int UNIQUE = 1000;

    @TempDir Path directory;

    @Test
    void counts_go_on_from_where_they_were_kept() throws Exception {
        String body =
                Entry.batch(
                        IntStream.range(0, BATCH)
                                .mapToObj(i -> Entry.of("kept", "e" + i % UNIQUE))
                                .toList());
        long published = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(directory)) {
                AggregatorClient aggregator = new AggregatorClient(server);
                long counts = countsInTheLog(aggregator);
                do {
                    assertThat(aggregator.post(body).statusCode()).isEqualTo(200);
                    published += BATCH;
                } while (countsInTheLog(aggregator) == counts);
                server.kill();
            }
            try (ServerProcess server = ServerProcess.start(directory)) {
                AggregatorClient aggregator = new AggregatorClient(server);
                assertAgreement(aggregator, published);
                aggregator.post(body);
                published += BATCH;
                assertAgreement(aggregator, published);
                server.kill();
            }
        }
        Program.Result verified = Program.run("verify", directory.toString());
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    }

    /** Each delivery leaves an event in the log; what is there besides are counts. */
    private static long countsInTheLog(AggregatorClient aggregator) throws Exception {
        long received = aggregator.stats().received();
        String health = aggregator.atTheRoot().get("/health").body();
        return Client.JSON.readTree(health).get("position").asLong() - received;
    }

    private static void assertAgreement(AggregatorClient aggregator, long published)
            throws Exception {
        Summary summary = aggregator.summary();
        assertThat(summary.addsUp()).isTrue();
        assertThat(summary.total()).isEqualTo(Tally.of(UNIQUE, published - UNIQUE));
        assertThat(aggregator.stats().tally()).isEqualTo(summary.total());
        List<String> ids = aggregator.ids("kept");
        assertThat(ids).hasSize(UNIQUE).doesNotHaveDuplicates();
    }
}
