package dev.chronicle.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.PoisonHandler.Poison;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.supervision.SupervisorOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProjectionTest {

    private final MemoryEventStore store = new MemoryEventStore();
    private final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
    private final List<Poison> poison = new CopyOnWriteArrayList<>();
    private final Projections projections =
            new Projections(
                    store,
                    checkpoints,
                    ProjectionOptions.standard()
                            .onPoison(poison::add)
                            .supervision(
                                    SupervisorOptions.standard()
                                            .stopWithin(Duration.ofMillis(10))));

    @AfterEach
    void close() {
        projections.close();
        checkpoints.close();
        store.close();
    }

    private void append(int count) {
        for (int i = 0; i < count; i++) {
            store.append(List.of(NewEvent.of(new StreamId("test", "a"), "Happened").build()));
        }
    }

    private static Projection named(String name) {
        return Projection.of(name, Query.all(), _ -> {});
    }

    @Test
    void arguments_that_make_no_sense_are_refused() {
        for (String name : List.of("", "x".repeat(Projection.MAX_NAME + 1), "\ud800")) {
            assertThatThrownBy(() -> named(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("projection name");
        }
        Projection sound = named("x".repeat(Projection.MAX_NAME));
        assertThatThrownBy(() -> sound.batch(0)).hasMessageContaining("events=0");
        assertThatThrownBy(() -> sound.checkpointEvery(0, Duration.ZERO))
                .hasMessageContaining("events=0");
        assertThatThrownBy(() -> sound.checkpointEvery(1, Duration.ofNanos(-1)))
                .hasMessageContaining("time=PT-");
        assertThatThrownBy(() -> PoisonPolicy.stop(0)).hasMessageContaining("tries=0");
        assertThatThrownBy(() -> PoisonPolicy.park(1, ParkedEvents.inMemory(), 0))
                .hasMessageContaining("most=0");
    }

    @Test
    void a_handler_that_waits_too_long_is_interrupted_and_that_is_no_poison() throws Exception {
        append(3);
        CountDownLatch waiting = new CountDownLatch(1);
        RunningProjection running =
                projections.start(
                        Projection.of(
                                        "waiting",
                                        Query.all(),
                                        event -> {
                                            if (event.position().value() == 2) {
                                                waiting.countDown();
                                                TimeUnit.HOURS.sleep(1);
                                            }
                                        })
                                .onPoison(PoisonPolicy.stop(1)));
        waiting.await();
        running.close();
        assertThat(running.status().state()).isEqualTo(ProjectionStatus.State.STOPPED);
        assertThat(checkpoints.load("waiting")).isEqualTo(new Position(1));
        assertThat(poison).isEmpty();
    }

    @Test
    void a_handler_that_never_ends_is_not_run_a_second_time() throws Exception {
        append(1);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Projection stubborn =
                Projection.of(
                        "stubborn",
                        Query.all(),
                        _ -> {
                            stuck.countDown();
                            awaitUninterruptibly(end);
                        });
        RunningProjection running = projections.start(stubborn);
        stuck.await();

        assertThatThrownBy(running::rebuild).isInstanceOf(RebuildFailedException.class);
        running.close();
        assertThatThrownBy(() -> projections.start(stubborn))
                .isInstanceOf(IllegalStateException.class);

        end.countDown();
        while (!running.hasEnded()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(checkpoints.load("stubborn")).isEqualTo(new Position(1));
        RunningProjection again = projections.start(stubborn);
        assertThat(again.awaitPosition(new Position(1), Duration.ofSeconds(20))).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // it does not hear
            }
        }
    }

    @Test
    void a_poison_handler_that_fails_changes_nothing() throws Exception {
        ProjectionOptions failing =
                ProjectionOptions.standard()
                        .onPoison(
                                _ -> {
                                    throw new IllegalStateException("no pager");
                                });
        append(2);
        try (Projections own = new Projections(store, checkpoints, failing)) {
            RunningProjection parking =
                    own.start(
                            Projection.of(
                                            "parking",
                                            Query.all(),
                                            _ -> {
                                                throw new IllegalStateException("poison");
                                            })
                                    .onPoison(PoisonPolicy.park(1, ParkedEvents.inMemory(), 2)));
            assertThat(parking.awaitPosition(new Position(2), Duration.ofSeconds(20))).isTrue();
        }
        assertThat(checkpoints.load("parking")).isEqualTo(new Position(2));
    }
}
