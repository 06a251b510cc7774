package dev.chronicle.testkit;

import static dev.chronicle.testkit.ProjectionsUnderTest.AT_ONCE;
import static dev.chronicle.testkit.ProjectionsUnderTest.COUNTED;
import static dev.chronicle.testkit.ProjectionsUnderTest.await;
import static dev.chronicle.testkit.ProjectionsUnderTest.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.AheadOfLogException;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionStatus;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.projection.ProjectionStoppedException;
import dev.chronicle.projection.RunningProjection;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

abstract class ProjectionFollowingContract extends ProjectionsPart {

    private final List<Long> seen = new CopyOnWriteArrayList<>();

    ProjectionFollowingContract(ProjectionsContract contract) {
        super(contract);
    }

    private void see(Event event) {
        seen.add(event.position().value());
    }

    @Test
    void events_that_were_there_and_those_that_come_are_handled_once_and_in_order()
            throws Exception {
        append(2500);
        RunningProjection all = start(Projection.of("all", Query.all(), this::see).batch(1000));
        for (int i = 0; i < 50; i++) {
            Position written = append(1 + i % 3);
            await(all, written);
            assertThat(seen).last().isEqualTo(written.value());
        }
        assertThat(seen).isEqualTo(all());
    }

    @Test
    void a_position_is_reached_where_nothing_is_meant() throws Exception {
        RunningProjection none = start(Projection.of("none", Query.types("Unheard"), this::see));
        await(none, append(10));
        await(none, append(1));
        assertThat(seen).isEmpty();
        RunningProjection some = start(Projection.of("some", COUNTED, this::see));
        append(3);
        await(some, under().append("Other", 3));
        assertThat(seen).isEqualTo(counted());
        none.close();
        assertThat(under().checkpoints.load("none").value()).isGreaterThanOrEqualTo(11);
    }

    @Test
    void a_position_that_is_not_reached_in_time_is_told() throws Exception {
        RunningProjection all = start(Projection.of("all", Query.all(), this::see));
        Position next = new Position(append(3).value() + 1);
        assertThat(all.awaitPosition(next, Duration.ofMillis(1))).isFalse();
        await(all, append(1));
        assertThat(all.awaitPosition(next, AT_ONCE)).isTrue();
    }

    @Test
    void the_status_says_how_far_it_is() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        append(5);
        RunningProjection slow =
                start(
                        Projection.of(
                                        "slow",
                                        COUNTED,
                                        event -> {
                                            if (event.position().value() == 3) {
                                                go.await();
                                            }
                                        })
                                .batch(1));
        await(slow, new Position(2));
        ProjectionStatus before = slow.status();
        assertThat(before.state()).isEqualTo(State.CATCHING_UP);
        assertThat(before.position()).isEqualTo(new Position(2));
        assertThat(before.lag()).isEqualTo(3);
        go.countDown();
        until(slow, it -> it.status().state() == State.LIVE);
        assertThat(under().projections().statuses())
                .singleElement()
                .satisfies(
                        status -> {
                            assertThat(status.name()).isEqualTo("slow");
                            assertThat(status.lag()).isZero();
                            assertThat(status.events()).isEqualTo(5);
                            assertThat(status.failure()).isEmpty();
                        });
        assertThat(under().counters.read().projections().get("slow"))
                .satisfies(
                        progress -> {
                            assertThat(progress.position()).isEqualTo(5);
                            assertThat(progress.events()).isEqualTo(5);
                            assertThat(progress.lag()).isZero();
                        });
    }

    @Test
    void closed_in_order_it_goes_on_where_it_was() throws Exception {
        await(start(Projection.of("all", Query.all(), this::see)), append(20));
        under().restart();
        assertThat(under().checkpoints.load("all")).isEqualTo(new Position(20));
        append(20);
        RunningProjection again = start(Projection.of("all", Query.all(), this::see));
        await(again, append(1));
        again.close();
        await(start(Projection.of("all", Query.all(), this::see)), append(1));
        assertThat(seen).isEqualTo(all());
    }

    @Test
    void nothing_is_handled_after_closing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        append(1000);
        RunningProjection all =
                start(
                        Projection.of(
                                "all",
                                Query.all(),
                                event -> {
                                    see(event);
                                    begun.countDown();
                                }));
        begun.await();
        all.close();
        all.close();
        int handled = seen.size();
        assertThat(all.status().state()).isEqualTo(State.STOPPED);
        assertThat(all.status().position()).isEqualTo(new Position(handled));
        assertThat(under().checkpoints.load("all")).isEqualTo(new Position(handled));
        Position behind = append(1);
        assertThatThrownBy(() -> all.awaitPosition(behind, Threads.PATIENCE))
                .isInstanceOf(ProjectionStoppedException.class);
        assertThatThrownBy(all::rebuild).isInstanceOf(IllegalStateException.class);
        assertThat(seen).hasSize(handled);
    }

    @Test
    void a_name_runs_once() {
        RunningProjection first = start(Projection.of("one", Query.all(), this::see));
        Projection second = Projection.of("one", Query.all(), this::see);
        assertThatThrownBy(() -> start(second)).isInstanceOf(IllegalStateException.class);
        first.close();
        start(second).close();
        under().projections().close();
        assertThatThrownBy(() -> start(second)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void it_ends_with_its_store() throws Exception {
        RunningProjection all = start(Projection.of("all", Query.all(), this::see));
        Position head = append(3);
        await(all, head);
        under().store.close();
        until(all, it -> it.status().state() == State.STOPPED);
        assertThatThrownBy(() -> all.awaitPosition(new Position(4), Threads.PATIENCE))
                .isInstanceOf(ProjectionStoppedException.class);
    }

    @Test
    void one_that_is_ahead_of_the_log_stops_and_can_be_rebuilt() throws Exception {
        Position head = append(3);
        under().checkpoints.save("all", new Position(4));
        RunningProjection all = start(Projection.of("all", Query.all(), this::see));
        until(all, it -> it.status().state() == State.POISONED);
        assertThat(all.status().failure()).containsInstanceOf(AheadOfLogException.class);
        assertThat(seen).isEmpty();
        all.rebuild();
        await(all, head);
        assertThat(seen).isEqualTo(all());
    }
}
