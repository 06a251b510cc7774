package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.HashSet;
import java.util.List;

@Timeout(180)
@ExtendWith(LaunchedServer.class)
class BatchStressIT {

    private static final int THIRD = 10_000;

    private final AggregatorClient aggregator;

    BatchStressIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    /** As the publisher of seed 1 does: the unique ones first, duplicates of them behind. */
    @Test
    void thirty_thousand_in_batches_of_a_thousand_with_a_third_of_duplicates() throws Exception {
        Stats before = aggregator.stats();
        List<Entry> unique = Entry.several("stress", "e", 2 * THIRD);
        Together.run(
                10,
                publisher -> {
                    int from = publisher * 2000;
                    aggregator.publish(unique.subList(from, from + 1000));
                    aggregator.publish(unique.subList(from + 1000, from + 2000));
                    aggregator.publish(unique.subList(from, from + 1000));
                });

        assertThat(aggregator.stats().since(before)).isEqualTo(Tally.of(2 * THIRD, THIRD));
        assertThat(new HashSet<>(aggregator.ids("stress"))).hasSize(2 * THIRD);
        assertThat(aggregator.summary().addsUp()).isTrue();
    }

    @Test
    void twenty_thousand_in_one_batch() throws Exception {
        List<Entry> batch = Entry.several("one", "e", 20_000);
        aggregator.publish(batch);
        aggregator.publish(batch);

        assertThat(aggregator.tally("one")).isEqualTo(Tally.of(20_000, 20_000));
        assertThat(aggregator.ids("one").reversed())
                .isEqualTo(batch.stream().map(Entry::eventId).toList());
    }

    @Test
    void a_thousand_batches_of_one() throws Exception {
        Together.run(
                50,
                publisher -> {
                    for (int i = 0; i < 20; i++) {
                        aggregator.publish(Entry.of("single", publisher + "-" + i));
                    }
                });

        assertThat(aggregator.tally("single")).isEqualTo(Tally.of(1000, 0));
        assertThat(new HashSet<>(aggregator.ids("single"))).hasSize(1000);
    }
}
