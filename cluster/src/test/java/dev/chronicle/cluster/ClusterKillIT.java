package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.within;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.Threads;

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
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three processes, of which one after the other is killed and paused, one round of each; five
 * processes and twenty rounds with {@code -Dchronicle.slow=true}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterKillIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final int ROUNDS = SLOW ? 20 : 1;
    private static final List<String> NAMES =
            SLOW ? List.of("a", "b", "c", "d", "e") : List.of("a", "b", "c");

    /** So many have to be gone that those who are left are no majority. */
    private static final int MAJORITY = NAMES.size() / 2 + 1;

    /** The aim is looked at where nothing else runs; beside other tests, that it happens at all. */
    private static final Duration FAILOVER = Duration.ofSeconds(SLOW ? 5 : 20);

    @TempDir static Path directory;

    private static NodeProcesses nodes;

    @BeforeAll
    static void start() throws IOException {
        nodes = NodeProcesses.local(directory, NAMES);
        nodes.start(NAMES);
        var _ = nodes.awaitTogether(NAMES);
        for (String name : NAMES) {
            assertThat(nodes.ask(name, "register all w")).isEqualTo("true");
        }
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    /** Waits until there is one. */
    private static String leader() {
        String asked = nodes.runningNames().getFirst();
        var _ =
                within(
                        Threads.PATIENCE,
                        "there is a leader",
                        () -> !nodes.ask(asked, "leader").equals("none"));
        return nodes.ask(asked, "leader");
    }

    /** Nodes that come together again take no registration for as long as that takes. */
    private static void registerAgain(String name) {
        var _ =
                within(
                        Threads.PATIENCE,
                        name + " registers",
                        () -> !nodes.ask(name, "register all w").startsWith("error"));
    }

    private static String workers(List<String> names) {
        return names.stream().map(it -> it + "/w").collect(Collectors.joining(","));
    }

    private static void awaitAll() {
        var _ = nodes.awaitTogether(NAMES);
        var _ = nodes.awaitWorkers(NAMES, "all", workers(NAMES));
        nodes.awaitEqualRegistries();
    }

    /** How long until the others have it out of the registry and take a new registration. */
    private static Duration failover(String gone, int round) {
        String survivor = nodes.others(gone).getFirst();
        long start = System.nanoTime();
        var _ = nodes.awaitWorkers(nodes.others(gone), "all", workers(nodes.others(gone)));
        var _ =
                within(
                        Duration.ofSeconds(30),
                        "a registration is taken",
                        () -> nodes.ask(survivor, "register new w" + round).equals("true"));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(nodes.ask(survivor, "unregister new w" + round)).isEqualTo("true");
        System.out.printf("failover node=%s millis=%d%n", gone, took.toMillis());
        return took;
    }

    @Test
    @Order(1)
    void the_others_go_on_when_the_leader_is_killed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String leader = leader();
            nodes.kill(leader);

            assertThat(failover(leader, round)).isLessThan(FAILOVER);
            nodes.start(List.of(leader));
            registerAgain(leader);
            awaitAll();
        }
    }

    @Test
    @Order(2)
    void the_others_go_on_when_a_follower_is_killed() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String follower = nodes.others(leader()).getLast();
            nodes.kill(follower);

            assertThat(failover(follower, round)).isLessThan(FAILOVER);
            nodes.start(List.of(follower));
            registerAgain(follower);
            awaitAll();
        }
    }

    @Test
    @Order(3)
    void a_leader_that_is_paused_is_replaced_and_comes_back_by_itself() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String leader = leader();
            nodes.get(leader).signal("STOP");
            Duration took;
            try {
                took = failover(leader, round);
            } finally {
                nodes.get(leader).signal("CONT");
            }
            assertThat(took).isLessThan(FAILOVER.plusSeconds(3));
            awaitAll();
        }
    }

    /** Nobody can join while the nodes agree on who is together again, and one of them is dead. */
    @Test
    @Order(4)
    void a_node_that_is_killed_while_another_comes_back_joins_again() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String paused = leader();
            nodes.get(paused).signal("STOP");
            try {
                var _ = nodes.awaitTogether(nodes.others(paused));
            } finally {
                nodes.get(paused).signal("CONT");
            }
            String killed = nodes.others(paused).getFirst();
            nodes.kill(killed);
            nodes.start(List.of(killed));
            registerAgain(killed);
            awaitAll();
        }
    }

    @Test
    @Order(5)
    void a_minority_refuses_in_bounded_time_and_all_is_well_when_the_others_are_back()
            throws Exception {
        List<String> gone = NAMES.subList(0, MAJORITY);
        List<String> left = NAMES.subList(MAJORITY, NAMES.size());
        for (String name : gone) {
            nodes.kill(name);
        }
        String last = left.getLast();
        var _ =
                within(
                        Duration.ofSeconds(10),
                        "they are few",
                        () -> nodes.ask(last, "members").equals(left + " majority=false"));
        long start = System.nanoTime();
        assertThat(nodes.ask(last, "register alone w")).startsWith("error NoMajorityException");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1));

        nodes.start(gone);
        var _ = nodes.awaitTogether(NAMES);
        gone.forEach(ClusterKillIT::registerAgain);
        awaitAll();
        assertThat(nodes.ask("a", "workers alone")).isEmpty();
    }

    @Test
    @Order(6)
    void after_all_were_killed_they_come_up_again_together() throws Exception {
        for (String name : NAMES) {
            nodes.kill(name);
        }
        nodes.start(NAMES);
        var _ = nodes.awaitTogether(NAMES);
        var _ = nodes.awaitWorkers(NAMES, "all", "");

        NAMES.forEach(ClusterKillIT::registerAgain);
        awaitAll();
    }

    @Test
    @Order(7)
    void one_after_the_other_is_restarted_while_the_rest_goes_on() throws Exception {
        for (String name : NAMES) {
            String other = nodes.others(name).getFirst();
            assertThat(nodes.ask(name, "leave")).isEqualTo("left");
            nodes.kill(name);
            assertThat(nodes.ask(other, "register during " + name)).isEqualTo("true");
            assertThat(nodes.ask(other, "unregister during " + name)).isEqualTo("true");
            nodes.start(List.of(name));
            var _ = nodes.awaitTogether(NAMES);
            registerAgain(name);
            awaitAll();
        }
        assertThat(nodes.ask("a", "workers during")).isEmpty();
    }
}
