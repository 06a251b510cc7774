package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.within;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three processes, or five with {@code -Dchronicle.slow=true}, each in a network of its own, that
 * are really cut off from each other. Needs root and the program {@code ip}: where these are not,
 * it says so and does not run.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterPartitionIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final List<String> NAMES =
            SLOW ? List.of("a", "b", "c", "d", "e") : List.of("a", "b", "c");
    private static final int SMALLER = (NAMES.size() - 1) / 2;
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int ROUNDS = SLOW ? 20 : 1;

    @TempDir static Path directory;

    private static Namespaces network;
    private static NodeProcesses nodes;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String whyNot = Namespaces.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot);
        network = new Namespaces(NAMES);
        nodes =
                new NodeProcesses(
                        directory,
                        network.addresses(),
                        network::command,
                        List.of("a secret of the tests"));
        nodes.start(NAMES.toArray(String[]::new));
        var _ = nodes.awaitTogether(NAMES);
        for (String name : NAMES) {
            assertThat(nodes.ask(name, "register all w")).isEqualTo("true");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        if (nodes != null) {
            nodes.close();
        }
        if (network != null) {
            network.close();
        }
    }

    private static String workers(List<String> names) {
        return names.stream().sorted().map(it -> it + "/w").collect(Collectors.joining(","));
    }

    @Test
    @Order(1)
    void with_the_leader_on_the_smaller_side_the_larger_goes_on_and_all_is_equal_when_healed()
            throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String leader = nodes.ask("a", "leader");
            List<String> smaller = new ArrayList<>(List.of(leader));
            smaller.addAll(nodes.others(leader).subList(0, SMALLER - 1));
            cutAndHeal(smaller, round);
        }
    }

    @Test
    @Order(2)
    void with_the_leader_on_the_larger_side_too() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String leader = nodes.ask("a", "leader");
            cutAndHeal(nodes.others(leader).subList(0, SMALLER), 1000 + round);
        }
    }

    private static void cutAndHeal(List<String> minority, int round) throws Exception {
        List<String> majority = new ArrayList<>(NAMES);
        majority.removeAll(minority);
        String large = majority.getFirst();
        String small = minority.getFirst();

        network.cut(minority);
        Duration took;
        try {
            took = whileCut(majority, large, small, round);
        } finally {
            network.heal();
        }
        Duration healed = nodes.awaitTogether(NAMES);
        var _ = nodes.awaitWorkers(NAMES, "all", workers(NAMES));
        var _ = nodes.awaitWorkers(NAMES, "new", large + "/w" + round);
        var _ = nodes.awaitWorkers(NAMES, "refused", "");
        nodes.awaitEqualRegistries();
        System.out.printf(
                "partition minority=%s outMillis=%d healedMillis=%d%n",
                minority, took.toMillis(), healed.toMillis());
        assertThat(nodes.ask(large, "unregister new w" + round)).isEqualTo("true");
    }

    /** How long until the larger side has the workers of the smaller out. */
    private static Duration whileCut(List<String> majority, String large, String small, int round) {
        Duration took = nodes.awaitWorkers(majority, "all", workers(majority));
        var _ =
                within(
                        LONG,
                        "the larger side takes a registration",
                        () -> nodes.ask(large, "register new w" + round).equals("true"));
        long start = System.nanoTime();
        assertThat(nodes.ask(small, "register refused w")).startsWith("error NoMajorityException");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1));
        assertThat(nodes.ask(small, "workers new")).isEmpty();
        return took;
    }
}
