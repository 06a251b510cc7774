package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Processes on one PostgreSQL give each other commands and share a projection; one after the other
 * is killed ({@code kill -9}), the one that runs the projection every other time. The others go on
 * within 5 seconds, and the log says afterwards that nothing was lost or done twice. In the long
 * run one of five is paused instead, and goes on when the others have gone on without it.
 */
@ExtendWith(SeededRandomness.class)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DistributionIT {

    private static final boolean SLOW = Boolean.getBoolean("chronicle.slow");
    private static final int ROUNDS = SLOW ? 20 : 2;
    private static final List<String> NAMES =
            SLOW ? List.of("a", "b", "c", "d", "e") : List.of("a", "b", "c");

    /** The aim is looked at where nothing else runs; beside other tests, that it happens at all. */
    private static final Duration FAILOVER = Duration.ofSeconds(SLOW ? 5 : 20);

    private static final Duration PAUSED = FAILOVER.plusSeconds(4);

    @TempDir Path directory;

    @Test
    void the_others_go_on_within_5_seconds_and_nothing_is_lost_or_done_twice(RandomGenerator random)
            throws Exception {
        List<Integer> ports = Ports.free(NAMES.size());
        Map<String, String> addresses = new TreeMap<>();
        NAMES.forEach(it -> addresses.put(it, "127.0.0.1:" + ports.get(NAMES.indexOf(it))));
        try (EmbeddedPostgres server =
                        EmbeddedPostgres.builder()
                                .setServerConfig("fsync", "on")
                                .setServerConfig("full_page_writes", "on")
                                .start();
                StockProcesses processes =
                        new StockProcesses(
                                new StockProcesses.Place(
                                        directory,
                                        addresses,
                                        _ -> List.of(),
                                        "postgresql://postgres@localhost:%d/postgres"
                                                .formatted(server.getPort()),
                                        List.of()))) {
            processes.start(NAMES);
            for (int round = 0; round < ROUNDS; round++) {
                if (round % 5 == 4) {
                    pauseOne(processes, round);
                } else {
                    killOne(processes, round, random);
                }
            }
            processes.finishAndCheck();
        }
    }

    /** The one that runs the projection, until the others go on without it. */
    private static void pauseOne(StockProcesses processes, int round) throws Exception {
        processes.awaitWork();
        StockProcess paused = processes.get(processes.projectionOwner());
        long then = System.nanoTime();
        paused.signal("STOP");
        processes.running().remove(paused.node);
        try {
            String what = "round=%d paused=%s".formatted(round, paused.node);
            requireOthersGoOn(processes, what, then, PAUSED);
        } finally {
            paused.signal("CONT");
        }
        processes.running().put(paused.node, paused);
        processes.awaitWork();
    }

    private static void killOne(StockProcesses processes, int round, RandomGenerator random)
            throws Exception {
        processes.awaitWork();
        String owner = processes.projectionOwner();
        String victim = round % 2 == 0 ? owner : NAMES.get(random.nextInt(NAMES.size()));
        long killed = System.nanoTime();
        processes.get(victim).kill();
        processes.running().remove(victim);
        String what = "round=%d killed=%s owner=%s".formatted(round, victim, owner);
        requireOthersGoOn(processes, what, killed, FAILOVER);
        processes.start(List.of(victim));
    }

    private static void requireOthersGoOn(
            StockProcesses processes, String what, long since, Duration within) {
        Collection<StockProcess> others = processes.running().values();
        StockProcesses.awaitServed(others, since);
        StockProcesses.awaitHandled(others, System.nanoTime());
        Duration commands = StockProcesses.longestWait(others, since);
        Duration projection = StockProcesses.longestRest(others, since);
        System.out.printf(
                "%s commandsMillis=%d projectionMillis=%d%n",
                what, commands.toMillis(), projection.toMillis());
        assertThat(commands).isLessThan(within);
        assertThat(projection).isLessThan(within);
    }
}
