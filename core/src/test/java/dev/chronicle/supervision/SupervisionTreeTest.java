package dev.chronicle.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.supervision.ChildStatus.State;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@Timeout(30)
class SupervisionTreeTest {

    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();
    private final CompletableFuture<Throwable> escalated = new CompletableFuture<>();
    private final SupervisorOptions options =
            SupervisorOptions.standard()
                    .intensity(2, Duration.ofSeconds(10))
                    .time(() -> Instant.EPOCH, _ -> {})
                    .random(new SplittableRandom(7));

    private Supervisor root(SupervisorOptions options) {
        return new Supervisor("root", options, (_, failure) -> escalated.complete(failure));
    }

    /** A task that says when it begins and ends, and throws when the test says so. */
    private final class Worker implements Task {
        private final String name;
        private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

        Worker(String name) {
            this.name = name;
        }

        @Override
        public void run() throws Exception {
            log.add("+" + name);
            try {
                throw new IllegalStateException(failures.take());
            } finally {
                log.add("-" + name);
            }
        }

        void fail() {
            failures.add(name + " broke");
        }
    }

    private Worker start(Supervisor supervisor, String name) throws InterruptedException {
        Worker worker = new Worker(name);
        supervisor.start(name, worker);
        heard("+" + name);
        return worker;
    }

    private void heard(String... expected) throws InterruptedException {
        for (String one : expected) {
            assertThat(log.poll(10, TimeUnit.SECONDS)).isEqualTo(one);
        }
    }

    private void heardInAnyOrder(String... expected) throws InterruptedException {
        List<String> heard = new java.util.ArrayList<>();
        while (heard.size() < expected.length) {
            heard.add(String.valueOf(log.poll(10, TimeUnit.SECONDS)));
        }
        assertThat(heard).containsExactlyInAnyOrder(expected);
    }

    private static void end(Supervisor supervisor) throws InterruptedException {
        supervisor.close();
        assertThat(supervisor.awaitTermination(Duration.ofSeconds(10))).isTrue();
    }

    private static List<Long> restarts(Supervisor supervisor) {
        return supervisor.children().stream().map(ChildStatus::restarts).toList();
    }

    @Test
    void rest_for_one_stops_the_later_ones_in_reverse_and_starts_them_again() throws Exception {
        Supervisor root = root(options.strategy(Strategy.REST_FOR_ONE));
        start(root, "a");
        Worker b = start(root, "b");
        start(root, "c");
        start(root, "d");

        b.fail();

        heard("-b", "-d", "-c");
        heardInAnyOrder("+b", "+c", "+d");
        assertThat(restarts(root)).containsExactly(0L, 1L, 1L, 1L);
        end(root);
        heard("-d", "-c", "-b", "-a");
    }

    @Test
    void one_for_all_restarts_all_but_what_is_done() throws Exception {
        Supervisor root = root(options.strategy(Strategy.ONE_FOR_ALL));
        start(root, "a");
        root.start("done", () -> log.add("done"));
        heard("done");
        Worker b = start(root, "b");

        b.fail();

        heard("-b", "-a");
        heardInAnyOrder("+a", "+b");
        end(root);
        assertThat(restarts(root)).containsExactly(1L, 0L, 1L);
    }

    @Test
    void a_supervisor_that_gives_up_is_restarted_by_its_parent_and_the_other_subtree_is_not()
            throws Exception {
        Supervisor root = root(options);
        Supervisor left = root.startSupervisor("left", options.intensity(0, Duration.ofDays(1)));
        Supervisor right = root.startSupervisor("right", options);
        Worker a = start(left, "a");
        start(left, "b");
        start(right, "c");

        a.fail();

        heard("-a", "-b");
        heardInAnyOrder("+a", "+b");
        assertThat(root.children()).extracting(ChildStatus::restarts).containsExactly(1L, 0L);
        assertThat(root.children().getFirst().lastFailure())
                .hasValueSatisfying(it -> assertThat(it).contains("supervisor=left child=a"));
        assertThat(left.children()).extracting(ChildStatus::restarts).containsExactly(1L, 1L);
        assertThat(right.children()).extracting(ChildStatus::restarts).containsExactly(0L);
        assertThat(root.tree().healthy()).isTrue();
        end(root);
        heard("-c", "-b", "-a");
    }

    @Test
    void what_the_parent_cannot_cure_reaches_the_handler_of_the_root() throws Exception {
        Supervisor root = root(options);
        Supervisor nested = root.startSupervisor("nested", options);
        nested.start(
                "broken",
                () -> {
                    throw new IllegalStateException("as ever");
                });

        Throwable failure = escalated.get(10, TimeUnit.SECONDS);

        assertThat(failure)
                .isInstanceOfSatisfying(
                        GaveUpException.class, it -> assertThat(it.child()).isEqualTo("broken"))
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(root.awaitTermination(Duration.ofSeconds(10))).isTrue();
        assertThat(nested.children().getFirst().restarts()).isEqualTo(8); // 3 runs of 3
        assertThat(root.tree().state()).isEqualTo(State.FAILED);
        assertThat(root.tree().healthy()).isFalse();
        assertThatThrownBy(() -> nested.start("late", () -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_child_that_fails_while_others_are_restarted_is_dealt_with_after_them() throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        Sleeper sleeper =
                _ -> {
                    asleep.countDown();
                    awake.await();
                };
        Supervisor root =
                root(options.strategy(Strategy.REST_FOR_ONE).time(() -> Instant.EPOCH, sleeper));
        Worker a = start(root, "a");
        Worker b = start(root, "b");
        start(root, "c");

        b.fail();
        heard("-b", "-c");
        asleep.await();
        a.fail();
        heard("-a");
        root.start("d", new Worker("d"));
        assertThat(root.children())
                .extracting(ChildStatus::state)
                .endsWith(State.BACKING_OFF, State.BACKING_OFF, State.BACKING_OFF);
        awake.countDown();

        int begun = 0;
        while (begun < 7) { // b, c, d; then all four
            begun += log.take().startsWith("+") ? 1 : 0;
        }
        assertThat(restarts(root)).containsExactly(1L, 2L, 2L, 1L);
        assertThat(escalated).isNotDone();
        end(root);
    }

    @ParameterizedTest
    @EnumSource
    void closing_in_the_middle_of_a_backoff_ends_it(Strategy strategy) throws Exception {
        CountDownLatch asleep = new CountDownLatch(1);
        Sleeper sleeper =
                _ -> {
                    asleep.countDown();
                    new CountDownLatch(1).await();
                };
        Supervisor root = root(options.strategy(strategy).time(() -> Instant.EPOCH, sleeper));
        Supervisor nested = root.startSupervisor("nested", root.options());
        Worker a = start(nested, "a");
        start(nested, "b");
        a.fail();
        asleep.await();
        assertThat(nested.children().getFirst().state()).isEqualTo(State.BACKING_OFF);

        end(root);

        assertThat(nested.children())
                .extracting(ChildStatus::state, ChildStatus::restarts)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(State.TERMINATED, 0L));
        assertThat(escalated).isNotDone();
        assertThatThrownBy(() -> root.start("late", () -> {}))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> nested.start("late", () -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_child_that_does_not_stop_is_reported_and_runs_again_when_it_has_ended()
            throws Exception {
        BlockingQueue<SupervisionEvent> events = new LinkedBlockingQueue<>();
        CountDownLatch release = new CountDownLatch(1);
        Supervisor root =
                root(
                        options.strategy(Strategy.ONE_FOR_ALL)
                                .stopWithin(Duration.ZERO)
                                .listener(events::add));
        root.start(
                "deaf",
                () -> {
                    log.add("+deaf");
                    boolean waiting = release.getCount() > 0;
                    while (waiting) {
                        try {
                            release.await();
                            return;
                        } catch (InterruptedException e) {
                            waiting = true;
                        }
                    }
                    new CountDownLatch(1).await();
                });
        heard("+deaf");
        Worker a = start(root, "a");

        a.fail();

        heard("-a", "+a");
        assertThat(events.take())
                .isEqualTo(new SupervisionEvent.Stuck("root", "deaf", Duration.ZERO));
        assertThat(events.take())
                .isInstanceOfSatisfying(
                        SupervisionEvent.Restarted.class,
                        it -> assertThat(it.child()).isEqualTo("a"));
        assertThat(root.children().getFirst().state()).isEqualTo(State.STUCK);
        assertThat(root.tree().healthy()).isFalse();
        release.countDown();
        heard("+deaf");
        assertThat(root.tree().healthy()).isTrue();
        end(root);
    }

    @RepeatedTest(200) // the parent takes note after the subtree has ended: nobody sees between
    void a_closed_subtree_is_a_child_that_is_done() throws Exception {
        Supervisor root = root(options);
        Supervisor nested = root.startSupervisor("nested", options);
        start(nested, "a");

        end(nested);

        heard("-a");
        assertThat(root.awaitTermination(Duration.ofSeconds(10))).isTrue();
        assertThat(root.tree().state()).isEqualTo(State.RUNNING);
        assertThat(root.children().getFirst().state()).isEqualTo(State.TERMINATED);
        assertThatThrownBy(() -> nested.start("late", () -> {}))
                .isInstanceOf(IllegalStateException.class);
        start(root, "b");
        end(root);
    }

    @Test
    void a_listener_that_throws_changes_nothing() throws Exception {
        Supervisor root =
                root(
                        options.listener(
                                _ -> {
                                    throw new IllegalStateException("deaf");
                                }));
        Worker a = start(root, "a");

        a.fail();

        heard("-a", "+a");
        end(root);
    }

    @Test
    void without_children_there_is_nothing_to_wait_for() throws Exception {
        Supervisor root = root(options);

        assertThat(root.awaitTermination(Duration.ZERO)).isTrue();
        end(root);
    }
}
