package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.cluster.StockProcess.Line;
import dev.chronicle.event.Event;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;
import dev.chronicle.testkit.SeededRandomness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
    private static final int ENOUGH_ANSWERS = 20;

    @TempDir Path directory;

    private final Map<String, StockProcess> running = new TreeMap<>();
    private final List<StockProcess> all = new ArrayList<>();
    private String cluster = "";
    private String url = "";

    @Test
    void the_others_go_on_within_5_seconds_and_nothing_is_lost_or_done_twice(RandomGenerator random)
            throws Exception {
        List<Integer> ports = Ports.free(NAMES.size());
        cluster =
                NAMES.stream()
                        .map(it -> it + "=127.0.0.1:" + ports.get(NAMES.indexOf(it)))
                        .collect(Collectors.joining(","));
        try (EmbeddedPostgres server =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start()) {
            url = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
            PostgresEventStore.open(PostgresOptions.of(url)).close();
            try {
                NAMES.forEach(this::start);
                NAMES.forEach(this::awaitReady);
                for (int round = 0; round < ROUNDS; round++) {
                    if (round % 5 == 4) {
                        pauseOne(round);
                    } else {
                        killOne(round, random);
                    }
                }
                finish();
            } finally {
                all.forEach(StockProcess::close);
            }
        }
    }

    private void start(String name) {
        try {
            StockProcess process =
                    StockProcess.start(
                            name + all.size(),
                            directory.resolve(name + ".log"),
                            List.of(name, cluster, directory.resolve(name).toString(), url));
            running.put(name, process);
            all.add(process);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private StockProcess process(String name) {
        return Objects.requireNonNull(running.get(name));
    }

    private void awaitReady(String name) {
        // it tries for half a minute to join, where it is still taken for alive
        var _ =
                Eventually.within(
                        Duration.ofSeconds(90),
                        name + " is ready",
                        () -> process(name).said("ready"));
    }

    /** The one that runs the projection, until the others go on without it. */
    private void pauseOne(int round) throws Exception {
        awaitWork();
        StockProcess paused = process(projectionOwner());
        long then = System.nanoTime();
        paused.signal("STOP");
        running.remove(paused.node);
        try {
            requireOthersGoOn("round=%d paused=%s".formatted(round, paused.node), then, PAUSED);
        } finally {
            paused.signal("CONT");
        }
        running.put(paused.node, paused);
        awaitAnswers(paused, System.nanoTime());
    }

    private void awaitWork() {
        running.values().forEach(it -> awaitAnswers(it, System.nanoTime()));
    }

    private void killOne(int round, RandomGenerator random) throws Exception {
        awaitWork();
        String owner = projectionOwner();
        String victim = round % 2 == 0 ? owner : NAMES.get(random.nextInt(NAMES.size()));
        long killed = System.nanoTime();
        process(victim).kill();
        running.remove(victim);
        requireOthersGoOn(
                "round=%d killed=%s owner=%s".formatted(round, victim, owner), killed, FAILOVER);
        start(victim);
        awaitReady(victim);
    }

    private void requireOthersGoOn(String what, long since, Duration within) {
        running.values().forEach(it -> awaitAnswers(it, since));
        Eventually.eventually(
                "the projection goes on",
                () -> running.values().stream().anyMatch(it -> handledSince(it, since)));
        Duration commands =
                running.values().stream()
                        .map(it -> longestSilence(it, since))
                        .max(Duration::compareTo)
                        .orElseThrow();
        Duration projection = projectionSilence(since);
        System.out.printf(
                "%s commandsMillis=%d projectionMillis=%d%n",
                what, commands.toMillis(), projection.toMillis());
        assertThat(commands).isLessThan(within);
        assertThat(projection).isLessThan(within);
    }

    /** Every caller of it was answered often enough since then. */
    private static void awaitAnswers(StockProcess process, long since) {
        Eventually.eventually(
                process.run + " is answered",
                () ->
                        callers(process).values().stream()
                                        .filter(
                                                it ->
                                                        it.stream()
                                                                        .filter(
                                                                                line ->
                                                                                        line.at()
                                                                                                > since)
                                                                        .count()
                                                                >= ENOUGH_ANSWERS)
                                        .count()
                                == StockProgram.CALLERS);
    }

    /** The answers by caller. */
    private static Map<String, List<Line>> callers(StockProcess process) {
        return process.lines().stream()
                .filter(it -> it.words().size() == 3)
                .collect(Collectors.groupingBy(it -> it.words().get(1)));
    }

    private static boolean isHandled(Line line) {
        return line.words().getFirst().equals("handled");
    }

    private static boolean handledSince(StockProcess process, long since) {
        return process.lines().stream().anyMatch(it -> isHandled(it) && it.at() > since);
    }

    private String projectionOwner() {
        String owner = "";
        long last = Long.MIN_VALUE;
        for (StockProcess process : running.values()) {
            for (Line line : process.lines()) {
                if (isHandled(line) && line.at() > last) {
                    last = line.at();
                    owner = process.node;
                }
            }
        }
        return owner;
    }

    /** The longest time that a caller waited for an answer, about then. */
    private static Duration longestSilence(StockProcess process, long then) {
        long longest = 0;
        for (List<Line> answers : callers(process).values()) {
            for (int i = 1; i < answers.size(); i++) {
                if (answers.get(i).at() > then) {
                    longest = Math.max(longest, answers.get(i).at() - answers.get(i - 1).at());
                }
            }
        }
        return Duration.ofNanos(longest);
    }

    /** From then until another process goes on with the projection. */
    private Duration projectionSilence(long then) {
        long first =
                running.values().stream()
                        .flatMap(it -> it.lines().stream())
                        .filter(it -> isHandled(it) && it.at() > then)
                        .mapToLong(Line::at)
                        .min()
                        .orElseThrow();
        return Duration.ofNanos(first - then);
    }

    private void finish() throws IOException {
        for (StockProcess process : running.values()) {
            process.endInput();
        }
        for (StockProcess process : running.values()) {
            Eventually.eventually(process.run + " is done", () -> process.said("done"));
        }
        try (PostgresEventStore store = PostgresEventStore.open(PostgresOptions.of(url));
                Stream<Event> events = store.read(Query.all(), Position.START)) {
            List<Event> stored = events.toList();
            Eventually.eventually(
                    "every event is handled", () -> handled().size() >= stored.size());
            checkLog(stored);
            checkHandled(stored.size());
        }
    }

    /** Who handled which position, in the order in which it was said. */
    private Map<Long, List<StockProcess>> handled() {
        Map<Long, List<StockProcess>> handled = new TreeMap<>();
        for (StockProcess process : all) {
            for (Line line : process.lines()) {
                if (isHandled(line)) {
                    handled.computeIfAbsent(
                                    Long.valueOf(line.words().get(1)), _ -> new ArrayList<>())
                            .add(process);
                }
            }
        }
        return handled;
    }

    /**
     * Each once, but for what one had done behind its last checkpoint that was killed or paused.
     */
    private void checkHandled(int head) {
        Map<Long, List<StockProcess>> handled = handled();
        assertThat(List.copyOf(handled.keySet()))
                .isEqualTo(LongStream.rangeClosed(1, head).boxed().toList());
        handled.forEach(
                (position, by) ->
                        assertThat(by.stream().filter(it -> !it.wasDisturbed()).count())
                                .as("position %d was handled by undisturbed ones", position)
                                .isLessThanOrEqualTo(1));
        long doubled = handled.values().stream().filter(it -> it.size() > 1).count();
        System.out.printf("events=%d handledTwice=%d%n", head, doubled);
    }

    private void checkLog(List<Event> stored) {
        JsonEventCodec<Stock.Happened> codec = JsonEventCodec.of(Stock.Happened.class);
        Stock.Rules rules = new Stock.Rules();
        Map<StreamId, Stock> stocks = new HashMap<>();
        Map<StreamId, Long> sequences = new HashMap<>();
        Map<String, Integer> carriedOut = new HashMap<>();
        for (int i = 0; i < stored.size(); i++) {
            Event event = stored.get(i);
            assertThat(event.position().value()).isEqualTo(i + 1L);
            assertThat(event.sequence()).isEqualTo(sequences.merge(event.stream(), 1L, Long::sum));
            Stock before = stocks.getOrDefault(event.stream(), rules.initial());
            Stock after = rules.apply(before, codec.decode(event));
            assertThat(after.left()).isNotNegative();
            stocks.put(event.stream(), after);
            carriedOut.merge(event.id().value().replaceAll("/.*", ""), 1, Integer::sum);
        }
        assertThat(carriedOut.values()).containsOnly(1);
        int answers = 0;
        for (StockProcess process : all) {
            for (List<Line> caller : callers(process).values()) {
                for (Line line : caller) {
                    String name = line.words().get(1) + "-" + line.words().get(2);
                    switch (line.words().getFirst()) {
                        case "accepted" -> assertThat(carriedOut).containsKey(name);
                        case "rejected" -> assertThat(carriedOut).doesNotContainKey(name);
                        default -> assertThat(line.words().getFirst()).isEqualTo("failed");
                    }
                    answers++;
                }
            }
        }
        assertThat(answers).isPositive();
    }
}
