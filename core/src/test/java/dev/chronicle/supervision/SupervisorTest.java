package dev.chronicle.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

@Timeout(20)
class SupervisorTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final List<Duration> slept = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> escalated = new CompletableFuture<>();
    private final Supervisor supervisor =
            new Supervisor(
                    SupervisorOptions.standard()
                            .intensity(3, Duration.ofSeconds(10))
                            .time(now::get, slept::add)
                            .random(new SplittableRandom(7)),
                    (child, failure) -> escalated.complete(child + ": " + failure.getMessage()));

    private void awaitAll() throws InterruptedException {
        assertThat(supervisor.awaitTermination(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void a_child_that_fails_is_run_again_after_a_growing_wait() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        supervisor.start(
                "worker",
                () -> {
                    if (runs.incrementAndGet() < 4) {
                        throw new IllegalStateException("run " + runs);
                    }
                });
        awaitAll();

        assertThat(runs).hasValue(4);
        assertThat(slept).hasSize(3).isSorted();
        assertThat(escalated).isNotDone();
        ChildStatus status = supervisor.children().getFirst();
        assertThat(status.state()).isEqualTo(ChildStatus.State.TERMINATED);
        assertThat(status.restarts()).isEqualTo(3);
        assertThat(status.lastFailure()).hasValueSatisfying(it -> assertThat(it).contains("run 3"));
    }

    @Test
    void a_child_that_returns_is_done() throws Exception {
        supervisor.start("worker", () -> {});
        awaitAll();

        assertThat(supervisor.children().getFirst())
                .isEqualTo(
                        new ChildStatus(
                                "worker",
                                ChildStatus.State.TERMINATED,
                                0,
                                java.util.Optional.empty(),
                                List.of()));
    }

    @Test
    void past_the_intensity_the_failure_is_escalated_and_the_others_are_stopped() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        supervisor.start("bystander", never::await);
        supervisor.start(
                "worker",
                () -> {
                    throw new IllegalStateException("broken");
                });

        assertThat(escalated.get(10, TimeUnit.SECONDS)).isEqualTo("worker: broken");
        awaitAll();
        assertThat(slept).hasSize(3);
        assertThat(supervisor.children())
                .extracting(ChildStatus::state)
                .containsExactly(ChildStatus.State.TERMINATED, ChildStatus.State.FAILED);
        assertThatThrownBy(() -> supervisor.start("late", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("late");
    }

    @Test
    void restarts_longer_ago_than_the_period_are_forgotten() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        supervisor.start(
                "worker",
                () -> {
                    now.updateAndGet(it -> it.plusSeconds(4));
                    if (runs.incrementAndGet() < 20) {
                        throw new IllegalStateException("again");
                    }
                });
        awaitAll();

        assertThat(runs).hasValue(20);
        assertThat(escalated).isNotDone();
    }

    @Test
    void an_error_counts_as_a_failure() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        supervisor.start(
                "worker",
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new StackOverflowError();
                    }
                });
        awaitAll();

        assertThat(runs).hasValue(2);
    }

    @Test
    void closing_interrupts_the_children_and_restarts_none() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        supervisor.start(
                "worker",
                () -> {
                    runs.incrementAndGet();
                    started.countDown();
                    new CountDownLatch(1).await();
                });
        started.await();
        supervisor.close();
        awaitAll();

        assertThat(runs).hasValue(1);
        assertThat(escalated).isNotDone();
        assertThat(supervisor.children().getFirst().state())
                .isEqualTo(ChildStatus.State.TERMINATED);
    }
}
