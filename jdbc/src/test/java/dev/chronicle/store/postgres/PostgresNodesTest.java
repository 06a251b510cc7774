package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.util.Map;

class PostgresNodesTest {

    private final PostgresOptions options = TestPostgres.fresh();

    @Test
    void each_node_finds_what_the_others_have_announced_last() {
        try (PostgresNodes one = PostgresNodes.open(options);
                PostgresNodes two = PostgresNodes.open(options)) {
            one.announce("a", "host-a", 7800);
            two.announce("b", "10.0.0.2", 7801);
            one.announce("a", "moved-a", 7802);

            assertThat(two.addresses())
                    .isEqualTo(
                            Map.of(
                                    "a", InetSocketAddress.createUnresolved("moved-a", 7802),
                                    "b", InetSocketAddress.createUnresolved("10.0.0.2", 7801)));
        }
    }

    @Test
    void at_first_there_are_none() {
        try (PostgresNodes nodes = PostgresNodes.open(options)) {
            assertThat(nodes.addresses()).isEmpty();
        }
    }
}
