package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.within;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.chronicle.testkit.SeededRandomness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Processes that give each other commands and share a projection are cut in two, each in a network
 * of its own, with the one that runs the projection on the smaller side every other time. The
 * database stays in reach of all of them; in every third round of the long run it is in reach of
 * the larger side alone. Three processes and one round; five and twenty with {@code
 * -Dchronicle.slow=true}. Where it cannot run: see {@link ClusterPartitionIT}.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(value = 1200, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DistributionPartitionIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final List<String> NAMES =
            SLOW ? List.of("a", "b", "c", "d", "e") : List.of("a", "b", "c");
    private static final int SMALLER = (NAMES.size() - 1) / 2;
    private static final int ROUNDS = SLOW ? 20 : 1;
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Until the cut is noticed, 3 seconds, and 5 from then on; beside other tests, at all. */
    private static final Duration GOES_ON = SLOW ? Duration.ofSeconds(8) : LONG;

    private static final Duration TOGETHER = SLOW ? Duration.ofSeconds(15) : LONG;

    /** What was done behind the last checkpoint before a cut may be done again. */
    private static final Duration BEFORE = Duration.ofSeconds(1);

    /** A node that sees that it has no majority ends the projection within this time. */
    private static final Duration TO_END = Duration.ofSeconds(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    private Namespaces network;
    private Uplink uplink;
    private EmbeddedPostgres database;
    private StockProcesses processes;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        try {
            network = new Namespaces(NAMES);
            uplink = new Uplink(network, NAMES);
        } catch (Namespaces.UnavailableException e) {
            System.out.println("skipped: " + e);
            abort(e.toString());
        }
        database = startDatabase();
        String url = "postgresql://postgres@%s:%d/postgres";
        processes =
                new StockProcesses(
                        new StockProcesses.Place(
                                directory,
                                network.addresses(),
                                network::command,
                                url.formatted(uplink.machine(), database.getPort()),
                                List.of("a secret of the tests")));
        processes.start(NAMES);
    }

    @AfterEach
    void stop() throws IOException {
        if (processes != null) {
            processes.close();
        }
        if (database != null) {
            database.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @Test
    void the_larger_side_goes_on_and_nothing_is_lost_or_done_twice_by_who_is_not_cut_off(
            RandomGenerator random) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            cutAndHeal(round, random);
        }
        processes.finishAndCheck();
    }

    /** It lets in whom the uplink brings. */
    private EmbeddedPostgres startDatabase() throws IOException {
        Path mayConnect =
                Files.write(
                        directory.resolve("pg_hba.conf"),
                        List.of(
                                "host all all 127.0.0.1/32 trust",
                                "host all all ::1/128 trust",
                                "host all all " + uplink.network() + " trust"));
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost," + uplink.machine())
                .setServerConfig("hba_file", mayConnect.toString())
                .start();
    }

    /** Half of the nodes, and one less. */
    private static List<String> smaller(String owner, int round, RandomGenerator random) {
        List<String> others = new ArrayList<>(NAMES);
        others.remove(owner);
        Collections.shuffle(others, Random.from(random));
        List<String> smaller = new ArrayList<>(others.subList(0, SMALLER));
        if (round % 2 == 0) {
            smaller.set(0, owner);
        }
        Collections.sort(smaller);
        return smaller;
    }

    private List<StockProcess> processes(Collection<String> names) {
        return names.stream().map(processes::get).toList();
    }

    private void cutAndHeal(int round, RandomGenerator random) throws Exception {
        processes.awaitWork();
        String owner = processes.projectionOwner();
        List<String> smaller = smaller(owner, round, random);
        boolean withoutDatabase = round % 3 == 2;
        List<StockProcess> cutOff = processes(smaller);
        List<StockProcess> larger =
                processes(NAMES.stream().filter(it -> !smaller.contains(it)).toList());
        long cut = System.nanoTime();
        Duration commands;
        Duration projection;
        try {
            network.cut(smaller);
            if (withoutDatabase) {
                uplink.cut(smaller);
            }
            StockProcesses.awaitServed(larger, cut);
            StockProcesses.awaitHandled(larger, System.nanoTime());
            commands = StockProcesses.longestWait(larger, cut);
            projection = StockProcesses.longestRest(larger, cut);
            awaitAlone(cutOff, smaller, cut, withoutDatabase);
            long alone = System.nanoTime();
            if (SLOW) {
                LockSupport.parkNanos(Duration.ofMillis(random.nextInt(10_000)).toNanos());
            }
            requireRest(cutOff, alone);
        } finally {
            uplink.heal();
            network.heal();
        }
        long healed = System.nanoTime();
        Duration together = awaitTogether();
        processes.awaitWork();
        Duration theirs = StockProcesses.longestWait(cutOff, cut);
        cutOff.forEach(it -> it.disturbances.add(cut - BEFORE.toNanos(), System.nanoTime()));
        System.out.printf(
                "round=%d smaller=%s owner=%s database=%s commandsMillis=%d projectionMillis=%d"
                        + " smallerSideMillis=%d togetherMillis=%d atWorkMillis=%d%n",
                round,
                smaller,
                owner,
                !withoutDatabase,
                commands.toMillis(),
                projection.toMillis(),
                theirs.toMillis(),
                together.toMillis(),
                Duration.ofNanos(System.nanoTime() - healed).toMillis());
        assertThat(commands).isLessThan(GOES_ON);
        assertThat(projection).isLessThan(GOES_ON);
        assertThat(together).isLessThan(TOGETHER);
    }

    /** They notice it, and go on to answer, be it that a command has failed. */
    private static void awaitAlone(
            List<StockProcess> cutOff, List<String> names, long cut, boolean withoutDatabase) {
        for (StockProcess process : cutOff) {
            var _ = within(LONG, "it sees it", () -> process.output.seen().equals(names));
            int times = withoutDatabase ? 1 : 20;
            var _ = within(LONG, "it answers", () -> process.output.isAnswered(cut, times));
        }
    }

    /** Who sees no majority runs no part of the projection, soon. */
    private static void requireRest(List<StockProcess> cutOff, long alone) {
        for (StockProcess process : cutOff) {
            assertThat(process.output.hasHandled(alone + TO_END.toNanos()))
                    .as("%s runs the projection", process.run)
                    .isFalse();
        }
    }

    private Duration awaitTogether() {
        return within(
                LONG,
                "all are together",
                () ->
                        processes.running().values().stream()
                                .allMatch(it -> it.output.seen().equals(NAMES)));
    }
}
