package dev.chronicle.testkit;

import static dev.chronicle.testkit.ProjectionsUnderTest.COUNTED;
import static dev.chronicle.testkit.ProjectionsUnderTest.await;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionState;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.projection.RebuildFailedException;
import dev.chronicle.projection.RunningProjection;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

abstract class RebuildContract extends ProjectionsPart {

    RebuildContract(ProjectionsContract contract) {
        super(contract);
    }

    @Test
    void a_projection_is_rebuilt_while_others_write() throws Exception {
        AtomicLong sum = new AtomicLong();
        PositionsState state = new PositionsState(_ -> false);
        RunningProjection summing =
                start(
                        Projection.of("sum", COUNTED, it -> sum.addAndGet(it.position().value()))
                                .onStart(() -> sum.set(0)));
        RunningProjection exact = start(Projection.into("exact", COUNTED, state));
        append(1000);
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 100; i++) {
                                append(10);
                            }
                        });
        for (int i = 0; i < 5; i++) {
            Position before = under().store.head();
            summing.rebuild();
            exact.rebuild();
            await(summing, before);
            await(exact, before);
        }
        writer.join();
        await(summing, under().store.head());
        await(exact, under().store.head());
        assertThat(sum).hasValue(counted().stream().mapToLong(it -> it).sum());
        assertThat(state.positions()).isEqualTo(counted());
        assertThat(state.resets()).isEqualTo(5);
    }

    @Test
    void the_checkpoint_is_taken_back_before_anything_is_thrown_away() throws Exception {
        List<Position> found = new ArrayList<>();
        RunningProjection all =
                start(
                        Projection.of("all", Query.all(), _ -> {})
                                .onStart(() -> found.add(under().checkpoints.load("all"))));
        await(all, append(10));
        all.rebuild();
        assertThat(under().checkpoints.load("all").value()).isIn(0L, 10L);
        await(all, append(1));
        assertThat(found).containsExactly(Position.START, Position.START);
        under().restart();
        Projection again =
                Projection.of("all", Query.all(), _ -> {})
                        .onStart(() -> found.add(under().store.head()));
        await(start(again), append(1));
        assertThat(found).hasSize(2);
    }

    @Test
    void what_cannot_be_thrown_away_is_tried_again() throws Exception {
        AtomicInteger starts = new AtomicInteger();
        AtomicInteger count = new AtomicInteger();
        RunningProjection counting =
                start(
                        Projection.of("count", Query.all(), _ -> count.incrementAndGet())
                                .onStart(
                                        () -> {
                                            if (starts.incrementAndGet() % 3 != 0) {
                                                throw new IOException("in use");
                                            }
                                            count.set(0);
                                        }));
        await(counting, append(5));
        counting.rebuild();
        await(counting, append(1));
        assertThat(starts).hasValue(6);
        assertThat(count).hasValue(6);
    }

    @Test
    void state_that_does_not_let_itself_be_reset_goes_on_as_it_was() throws Exception {
        PositionsState state = new PositionsState(_ -> false);
        RunningProjection stubborn =
                start(Projection.into("stubborn", Query.all(), new Stubborn(state)));
        await(stubborn, append(5));
        assertThatThrownBy(stubborn::rebuild).isInstanceOf(RebuildFailedException.class);
        await(stubborn, append(5));
        assertThat(state.positions()).isEqualTo(all());
        assertThat(stubborn.status().state()).isIn(State.CATCHING_UP, State.LIVE);
    }

    private record Stubborn(PositionsState state) implements ProjectionState<Event> {

        @Override
        public Position position() {
            return state.position();
        }

        @Override
        public void apply(List<Event> events, Position position) {
            state.apply(events, position);
        }

        @Override
        public void reset() throws IOException {
            throw new IOException("in use");
        }
    }
}
