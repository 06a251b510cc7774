package dev.chronicle.testkit;

import static dev.chronicle.testkit.ProjectionsUnderTest.COUNTED;
import static dev.chronicle.testkit.ProjectionsUnderTest.await;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.supervision.SupervisorOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

abstract class ProjectionFailureContract extends ProjectionsPart {

    private static final PoisonPolicy NEVER = PoisonPolicy.stop(Integer.MAX_VALUE);

    ProjectionFailureContract(ProjectionsContract contract) {
        super(contract);
    }

    @Test
    void a_handler_that_throws_now_and_then_misses_nothing(RandomGenerator random)
            throws Exception {
        List<Long> handled = new ArrayList<>();
        Projection fragile =
                Projection.of(
                                "fragile",
                                COUNTED,
                                event -> {
                                    switch (random.nextInt(40)) {
                                        case 0 -> throw new IOException("no line");
                                        case 1 -> throw new AssertionError("an error");
                                        case 2 -> throw new InterruptedException("not told to");
                                        default -> handled.add(event.position().value());
                                    }
                                })
                        .onPoison(NEVER)
                        .batch(1 + random.nextInt(100));
        append(500);
        RunningProjection running = start(fragile);
        under().append("Other", 10);
        await(running, append(500));
        running.close();
        assertThat(handled).isEqualTo(counted());
        assertThat(running.status().events()).isEqualTo(1000);
        var counts = under().counters.read();
        assertThat(counts.restarts()).isPositive();
        assertThat(counts.projectionsStarted()).isEqualTo(counts.restarts() + 1);
        assertThat(counts.projectionsStopped()).isZero();
    }

    @Test
    void state_that_keeps_its_position_has_every_event_once(RandomGenerator random)
            throws Exception {
        // one event fails often enough for a restart, whatever the seed
        AtomicInteger stubborn = new AtomicInteger(5);
        PositionsState state =
                new PositionsState(
                        event ->
                                event.position().value() > 250 && stubborn.getAndDecrement() > 0
                                        || random.nextInt(200) == 0);
        Projection exact =
                Projection.into("exact", COUNTED, state)
                        .onPoison(NEVER)
                        .batch(1 + random.nextInt(100));
        append(500);
        RunningProjection running = start(exact);
        under().append("Other", 10);
        await(running, append(500));
        assertThat(state.positions()).isEqualTo(counted());
        Position end = under().append("Other", 5);
        await(running, end);
        running.close();
        assertThat(state.position()).isEqualTo(end);
        assertThat(under().checkpoints.names()).isEmpty();
        assertThat(under().counters.read().restarts()).isPositive();
    }

    @Test
    void a_checkpoint_is_never_ahead_of_what_was_handled(RandomGenerator random) throws Exception {
        AtomicLong handled = new AtomicLong();
        WatchedCheckpoints watched =
                new WatchedCheckpoints(
                        under().checkpoints,
                        saved -> {
                            assertThat(saved.value()).isLessThanOrEqualTo(handled.get());
                            if (random.nextInt(10) == 0) {
                                throw new StoreFailedException("the disk is full");
                            }
                        });
        Projection fragile =
                Projection.of(
                                "fragile",
                                Query.all(),
                                event -> {
                                    if (random.nextInt(100) == 0) {
                                        throw new IOException("no line");
                                    }
                                    handled.set(event.position().value());
                                })
                        .onPoison(NEVER)
                        .checkpointEvery(10, Duration.ofDays(1))
                        .batch(7);
        try (Projections projections = impatient(watched)) {
            RunningProjection running = projections.start(fragile);
            for (int i = 0; i < 20; i++) {
                await(running, append(100));
            }
        }
        assertThat(watched.saves()).isGreaterThan(100);
        assertThat(watched.wrong()).isEmpty();
    }

    private Projections impatient(WatchedCheckpoints checkpoints) {
        SupervisorOptions atOnce =
                SupervisorOptions.standard().time(InstantSource.system(), _ -> {});
        return new Projections(
                under().store, checkpoints, ProjectionOptions.standard().supervision(atOnce));
    }

    @Test
    void what_was_made_before_the_first_checkpoint_is_thrown_away_when_it_begins_again()
            throws Exception {
        AtomicInteger count = new AtomicInteger();
        AtomicInteger starts = new AtomicInteger();
        WatchedCheckpoints broken =
                new WatchedCheckpoints(
                        under().checkpoints,
                        _ -> {
                            if (starts.get() < 4) {
                                throw new StoreFailedException("the disk is full");
                            }
                        });
        Projection counting =
                Projection.of("counting", Query.all(), _ -> count.incrementAndGet())
                        .checkpointEvery(10, Duration.ofDays(1))
                        .onStart(
                                () -> {
                                    starts.incrementAndGet();
                                    count.set(0);
                                });
        Position head = append(100);
        try (Projections projections = impatient(broken)) {
            await(projections.start(counting), head);
        }
        assertThat(starts).hasValue(4);
        assertThat(count).hasValue(100);
    }

    @Test
    void a_slow_projection_does_not_hold_up_another(RandomGenerator random) throws Exception {
        RunningProjection failing =
                start(
                        Projection.of(
                                        "failing",
                                        Query.all(),
                                        _ -> {
                                            throw new IOException("always");
                                        })
                                .onPoison(NEVER));
        PositionsState state = new PositionsState(_ -> false);
        RunningProjection sound = start(Projection.into("sound", Query.all(), state));
        for (int i = 0; i < 20; i++) {
            await(sound, append(1 + random.nextInt(5)));
        }
        assertThat(state.positions()).isEqualTo(all());
        assertThat(failing.status().position()).isEqualTo(Position.START);
        assertThat(failing.status().failure()).isPresent();
    }
}
