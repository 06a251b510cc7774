package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.within;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Three processes at work, each in a network of its own, that are really cut in two, with the
 * leader on the smaller side; then what the leader sends to one other is lost. Five processes and
 * twenty times of each, with the leader on either side, or unconcerned, every other time, with
 * {@code -Dchronicle.slow=true}; one more cut is made by {@link DistributionPartitionIT}.
 *
 * <p><b>Where it cannot run:</b> it needs Linux, root, and the program {@code ip} (iproute2) to
 * make network namespaces. Where these are not, it is aborted by an assumption, which says so.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterPartitionIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final List<String> NAMES =
            SLOW ? List.of("a", "b", "c", "d", "e") : List.of("a", "b", "c");
    private static final int SMALLER = (NAMES.size() - 1) / 2;
    private static final int ROUNDS = SLOW ? 20 : 1;
    private static final Duration LONG = Duration.ofSeconds(30);

    /** It is 5 seconds on a machine that has nothing else to do. */
    private static final Duration LARGER_SIDE_WORKS = SLOW ? Duration.ofSeconds(8) : LONG;

    private static final Duration TOGETHER = SLOW ? Duration.ofSeconds(15) : LONG;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static Namespaces network;
    private static NodeProcesses nodes;
    private static Random random;
    private static int round;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        try {
            network = new Namespaces(NAMES);
        } catch (Namespaces.UnavailableException e) {
            System.out.println("skipped: " + e);
            abort(e.toString());
        }
        long seed = System.nanoTime();
        System.out.println("partition seed=" + seed);
        random = new Random(seed);
        nodes =
                new NodeProcesses(
                        directory,
                        network.addresses(),
                        network::command,
                        List.of("a secret of the tests"));
        // those who start at once and find nobody are together only after a while
        nodes.start(NAMES.subList(0, 1));
        nodes.start(NAMES.subList(1, NAMES.size()));
        var _ = nodes.awaitTogether(NAMES);
        for (String name : NAMES) {
            assertThat(nodes.ask(name, "register all w")).isEqualTo("true");
            assertThat(nodes.ask(name, "offer " + NodeLoad.LOG + name + " w")).isEqualTo("true");
        }
        for (String name : NAMES) {
            assertThat(nodes.ask(name, "work")).isEqualTo("true");
        }
        var _ = within(LONG, "all are at work", ClusterPartitionIT::allAreAtWork);
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

    @Test
    @Order(1)
    void the_larger_side_goes_on_wherever_the_leader_is_and_all_is_equal_when_healed()
            throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String leader = nodes.ask("a", "leader");
            List<String> smaller = new ArrayList<>();
            if (i % 2 == 0) {
                smaller.add(leader);
            }
            smaller.addAll(some(SMALLER - smaller.size(), leader));
            cutAndHeal(smaller, leader);
        }
    }

    @Test
    @Order(2)
    void where_two_do_not_reach_each_other_and_all_others_reach_both_nothing_hangs()
            throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            String leader = nodes.ask("a", "leader");
            List<String> followers = some(2, leader);
            loseAndHeal(i % 2 == 0 ? leader : followers.getLast(), followers.getFirst());
        }
    }

    @Test
    @Order(3)
    void nothing_that_was_promised_meanwhile_is_lost_or_there_twice() {
        for (String name : NAMES) {
            assertThat(nodes.ask(name, "rest")).isEqualTo("true");
        }
        for (String log : NAMES) {
            List<String> stored = list(nodes.ask(log, "ids " + NodeLoad.LOG + log));
            assertThat(stored).doesNotHaveDuplicates();
            for (String name : NAMES) {
                List<String> promised = list(nodes.ask(name, "acknowledged " + NodeLoad.LOG + log));
                assertThat(promised).isNotEmpty();
                assertThat(stored).containsSubsequence(promised);
            }
        }
        String registered =
                NAMES.stream()
                        .flatMap(
                                name ->
                                        list(nodes.ask(name, "registered")).stream()
                                                .map(it -> name + "/" + it))
                        .collect(Collectors.joining(","));
        var _ = nodes.awaitWorkers(NAMES, NodeLoad.STORE, registered);
        nodes.awaitEqualRegistries();
    }

    @Test
    @Order(4)
    void to_part_from_who_cannot_be_reached_or_comes_back_is_no_error() throws IOException {
        assertThat(nodes.errors()).isEmpty();
    }

    private static boolean allAreAtWork() {
        return NAMES.stream()
                .allMatch(it -> NAMES.stream().noneMatch(log -> acknowledged(it, log).isEmpty()));
    }

    private static List<String> acknowledged(String name, String log) {
        return list(nodes.ask(name, "acknowledged " + NodeLoad.LOG + log));
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static List<String> some(int count, String without) {
        List<String> others = new ArrayList<>(nodes.others(without));
        Collections.shuffle(others, random);
        return others.subList(0, count);
    }

    private static String workers(List<String> names) {
        return names.stream().sorted().map(it -> it + "/w").collect(Collectors.joining(","));
    }

    private static void cutAndHeal(List<String> smaller, String leader) throws Exception {
        List<String> larger = new ArrayList<>(NAMES);
        larger.removeAll(smaller);
        String worker = "w" + round++;
        network.cut(smaller);
        long cut = System.nanoTime();
        Duration works;
        try {
            CompletableFuture<Duration> refusal =
                    CompletableFuture.supplyAsync(() -> refusal(smaller.getFirst()));
            works = registration(larger.getFirst(), worker, cut);
            var _ = nodes.awaitWorkers(larger, "all", workers(larger));
            String log = NodeLoad.LOG + larger.getLast();
            assertThat(nodes.ask(larger.getFirst(), "append " + log + " cut-" + worker))
                    .startsWith("[Appended");
            assertThat(refusal.join()).isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1));
            String alone = smaller.stream().sorted().toList() + " majority=false";
            String last = smaller.getLast();
            var _ = within(LONG, "it sees it", () -> nodes.ask(last, "members").equals(alone));
            assertThat(refusal(last)).isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1));
            assertThat(nodes.ask(smaller.getFirst(), "workers new")).isEmpty();
            if (SLOW) {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(10_000)).toNanos());
            }
        } finally {
            network.heal();
        }
        Duration together = nodes.awaitTogether(NAMES);
        var _ = nodes.awaitWorkers(NAMES, "all", workers(NAMES));
        var _ = nodes.awaitWorkers(NAMES, "new", larger.getFirst() + "/" + worker);
        var _ = nodes.awaitWorkers(NAMES, "refused", "");
        assertThat(nodes.ask(larger.getFirst(), "unregister new " + worker)).isEqualTo("true");
        var _ = nodes.awaitWorkers(NAMES, "new", "");
        System.out.printf(
                "partition smaller=%s leader=%s worksMillis=%d togetherMillis=%d%n",
                smaller, leader, works.toMillis(), together.toMillis());
        assertThat(works).isLessThan(LARGER_SIDE_WORKS);
        assertThat(together).isLessThan(TOGETHER);
    }

    /** Everyone is answered in time, and what was promised holds. */
    private static void loseAndHeal(String from, String to) throws Exception {
        String worker = "w" + round++;
        Map<String, String> registered = new TreeMap<>();
        long longest = 0;
        network.lose(from, to);
        try {
            for (String name : NAMES) {
                long start = System.nanoTime();
                registered.put(name, nodes.ask(name, "register lost " + worker));
                longest = Math.max(longest, System.nanoTime() - start);
            }
        } finally {
            network.heal();
        }
        Duration together = nodes.awaitTogether(NAMES);
        System.out.printf(
                "lost from=%s to=%s registered=%s longestMillis=%d togetherMillis=%d%n",
                from, to, registered, longest / 1_000_000, together.toMillis());
        String promised =
                NAMES.stream()
                        .filter(it -> "true".equals(registered.get(it)))
                        .map(it -> it + "/" + worker)
                        .collect(Collectors.joining(","));
        var _ = nodes.awaitWorkers(NAMES, "lost", promised);
        registered.forEach((name, _) -> nodes.ask(name, "unregister lost " + worker));
        assertThat(registered.values())
                .allMatch(it -> it.equals("true") || it.startsWith("error NoMajorityException"));
        assertThat(longest).isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1).toNanos());
    }

    /** How long after the cut a registration is taken. */
    private static Duration registration(String node, String worker, long cut) {
        var _ =
                within(
                        LONG,
                        "the larger side takes a registration",
                        () -> nodes.ask(node, "register new " + worker).equals("true"));
        return Duration.ofNanos(System.nanoTime() - cut);
    }

    /** How long it takes to be refused. */
    private static Duration refusal(String node) {
        long start = System.nanoTime();
        assertThat(nodes.ask(node, "register refused w")).startsWith("error NoMajorityException");
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
