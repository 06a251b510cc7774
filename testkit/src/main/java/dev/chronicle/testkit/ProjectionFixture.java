package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.PoisonHandler.Poison;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.projection.ProjectionStoppedException;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.supervision.SupervisorOptions;

import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Tests a projection with events that were there before it began and such that came later:
 *
 * <pre>{@code
 * try (var fixture = ProjectionFixture.of(projection, codec)) {
 *     fixture.given(account, new Opened())
 *             .when(account, new Deposited(5), new Withdrawn(2))
 *             .then(() -> balances.of(account), 3L)
 *             .thenTheSameRebuilt(() -> balances.of(account));
 * }
 * }</pre>
 *
 * <p>It runs the projection on a store in memory, in the way that programs do, and tries again
 * without waiting. For one thread.
 *
 * @param <E> the program's events
 */
public final class ProjectionFixture<E> implements AutoCloseable {

    private final Projection projection;
    private final EventCodec<E> codec;
    private final MemoryEventStore store = new MemoryEventStore();
    private final MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
    private final Queue<Poison> poison = new ConcurrentLinkedQueue<>();
    private final Projections projections;

    private ProjectionFixture(Projection projection, EventCodec<E> codec) {
        this.projection = projection;
        this.codec = codec;
        SupervisorOptions atOnce =
                SupervisorOptions.standard().time(InstantSource.system(), _ -> {});
        projections =
                new Projections(
                        store,
                        checkpoints,
                        ProjectionOptions.standard().onPoison(poison::add).supervision(atOnce));
    }

    /** Tests this projection, with events that the codec encodes. */
    public static <E> ProjectionFixture<E> of(Projection projection, EventCodec<E> codec) {
        return new ProjectionFixture<>(projection, codec);
    }

    /** Stores events before the projection begins. */
    @SafeVarargs
    @SuppressWarnings("varargs") // a list is made of them, and they are only read
    public final ProjectionFixture<E> given(StreamId stream, E... events) {
        return given(encoded(stream, List.of(events)));
    }

    /** Stores events as they are before the projection begins. */
    public ProjectionFixture<E> given(NewEvent... events) {
        return given(List.of(events));
    }

    private ProjectionFixture<E> given(List<NewEvent> events) {
        if (!events.isEmpty()) {
            StoreUnderTest.await(store.append(events));
        }
        return this;
    }

    /** Starts the projection, and stores events when it has caught up. */
    @SafeVarargs
    @SuppressWarnings("varargs") // a list is made of them, and they are only read
    public final Running when(StreamId stream, E... events) {
        return new Running().when(encoded(stream, List.of(events)));
    }

    /** Starts the projection, and stores events as they are when it has caught up. */
    public Running when(NewEvent... events) {
        return new Running().when(List.of(events));
    }

    private List<NewEvent> encoded(StreamId stream, List<E> events) {
        return events.stream()
                .map(
                        event -> {
                            EventCodec.Encoded encoded = codec.encode(event);
                            return NewEvent.of(stream, encoded.type())
                                    .data(encoded.data())
                                    .metadata(encoded.metadata())
                                    .build();
                        })
                .toList();
    }

    /** Stops the projection. */
    @Override
    public void close() {
        projections.close();
        checkpoints.close();
        store.close();
    }

    /** The projection at work. */
    public final class Running {

        private final RunningProjection running = projections.start(projection);

        private Running() {}

        private Running when(List<NewEvent> events) {
            catchUp();
            given(events);
            return this;
        }

        /** Stores more events. */
        @SafeVarargs
        @SuppressWarnings("varargs") // a list is made of them, and they are only read
        public final Running and(StreamId stream, E... events) {
            given(encoded(stream, List.of(events)));
            return this;
        }

        /**
         * Expects that the projection has dealt with everything, and that this is what was made.
         *
         * @throws AssertionError if not, or if an event was poison
         */
        public <S> Running then(Supplier<S> made, S expected) {
            catchUp();
            assertThat(made.get()).isEqualTo(expected);
            return this;
        }

        /** Expects the same to be made of the same events from the start. */
        public <S> Running thenTheSameRebuilt(Supplier<S> made) {
            catchUp();
            S before = made.get();
            running.rebuild();
            return then(made, before);
        }

        /** Expects the event at this position to be poison, the first such one. */
        public void thenPoison(long position) {
            try {
                catchUp();
            } catch (AssertionError stopped) {
                // a projection that parks goes on; one that stops does not
            }
            assertThat(poison)
                    .as("poison events")
                    .first()
                    .satisfies(it -> assertThat(it.cause().position().value()).isEqualTo(position));
        }

        private void catchUp() {
            try {
                if (!running.awaitPosition(store.head(), Threads.PATIENCE)) {
                    throw new AssertionError("the projection stands still: " + running.status());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the projection worked", e);
            } catch (ProjectionStoppedException e) {
                throw new AssertionError(e.getMessage(), e);
            }
        }
    }
}
