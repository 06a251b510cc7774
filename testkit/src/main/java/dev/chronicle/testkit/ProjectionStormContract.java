package dev.chronicle.testkit;

import static dev.chronicle.testkit.ProjectionsUnderTest.COUNTED;
import static dev.chronicle.testkit.ProjectionsUnderTest.await;
import static dev.chronicle.testkit.ProjectionsUnderTest.until;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.ParkedEvents;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.projection.RunningProjection;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.random.RandomGenerator;

abstract class ProjectionStormContract extends ProjectionsPart {

    private static final PoisonPolicy NEVER = PoisonPolicy.stop(Integer.MAX_VALUE);

    private final List<Projection> projections = new ArrayList<>();
    private final List<RunningProjection> running = new ArrayList<>();

    ProjectionStormContract(ProjectionsContract contract) {
        super(contract);
    }

    private static boolean isPoison(Event event) {
        return event.id().value().endsWith("77");
    }

    /** Fails in every way there is, about once in 300 events. */
    private static void maybeFail(RandomGenerator random) throws Exception {
        switch (random.nextInt(1000)) {
            case 0 -> throw new IllegalStateException("now and then");
            case 1 -> throw new StackOverflowError("now and then");
            case 2 -> throw new InterruptedException("nobody told it to");
            default -> {}
        }
    }

    @Test
    void killed_poisoned_restarted_and_rebuilt_while_others_write_all_end_right(
            RandomGenerator random) throws Exception {
        Set<Long> set = new ConcurrentSkipListSet<>();
        PositionsState exact = new PositionsState(_ -> random.nextInt(400) == 0);
        PositionsState parking =
                new PositionsState(it -> isPoison(it) || random.nextInt(2000) == 0);
        ParkedEvents parked = ParkedEvents.in(under().store);
        PositionsState stopping = new PositionsState(ProjectionStormContract::isPoison);
        projections.add(
                Projection.of(
                                "set",
                                COUNTED,
                                it -> {
                                    maybeFail(random);
                                    set.add(it.position().value());
                                })
                        .onStart(set::clear)
                        .checkpointEvery(50, Duration.ofMillis(5))
                        .onPoison(NEVER));
        projections.add(Projection.into("exact", COUNTED, exact).onPoison(NEVER).batch(64));
        projections.add(
                Projection.into("parking", COUNTED, parking)
                        .onPoison(PoisonPolicy.park(4, parked, 100_000))
                        .batch(32));
        projections.add(
                Projection.into("stopping", COUNTED, stopping).onPoison(PoisonPolicy.stop(2)));
        projections.forEach(it -> running.add(start(it)));

        CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
        for (int step = 0; step < contract.steps(); step++) {
            shake(random);
        }
        writer.join();
        for (RunningProjection projection : running.subList(0, 3)) {
            await(projection, under().store.head());
        }

        assertThat(List.copyOf(set)).isEqualTo(counted());
        assertThat(exact.positions()).isEqualTo(counted());
        List<Long> poison = poison();
        assertThat(parked.of("parking")).extracting(it -> it.position().value()).isEqualTo(poison);
        assertThat(parking.positions())
                .isEqualTo(counted().stream().filter(it -> !poison.contains(it)).toList());
        until(running.get(3), it -> it.status().state() == State.POISONED);
        assertThat(stopping.positions())
                .isEqualTo(counted().stream().takeWhile(it -> it < poison.getFirst()).toList());
        assertThat(stopping.position().value()).isLessThan(poison.getFirst());
    }

    private void write() {
        for (int i = 0; i < 10 * contract.steps(); i++) {
            append(1 + i % 7);
            under().append("Other", i % 3 == 0 ? 2 : 1);
        }
    }

    private void shake(RandomGenerator random) throws InterruptedException {
        int which = random.nextInt(running.size());
        switch (random.nextInt(5)) {
            case 0 -> running.get(which).rebuild();
            case 1 -> {
                running.get(which).close();
                running.set(which, start(projections.get(which)));
            }
            case 2 -> {
                if (random.nextInt(4) == 0) {
                    under().restart();
                    running.clear();
                    projections.forEach(it -> running.add(start(it)));
                }
            }
            default -> {
                if (which < 3) {
                    running.get(which).awaitPosition(under().store.head(), Duration.ofMillis(5));
                }
            }
        }
    }

    private List<Long> poison() {
        try (var events = under().store.read(COUNTED, Position.START)) {
            return events.filter(ProjectionStormContract::isPoison)
                    .map(it -> it.position().value())
                    .toList();
        }
    }
}
