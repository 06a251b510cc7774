package dev.chronicle.testkit;

import static dev.chronicle.testkit.ProjectionsUnderTest.COUNTED;
import static dev.chronicle.testkit.ProjectionsUnderTest.TYPE;
import static dev.chronicle.testkit.ProjectionsUnderTest.await;
import static dev.chronicle.testkit.ProjectionsUnderTest.until;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.projection.EventHandler;
import dev.chronicle.projection.ParkedEvent;
import dev.chronicle.projection.ParkedEvents;
import dev.chronicle.projection.PoisonHandler.Fate;
import dev.chronicle.projection.PoisonHandler.Poison;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionStatus.State;
import dev.chronicle.projection.ProjectionStoppedException;
import dev.chronicle.projection.RunningProjection;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

abstract class PoisonContract extends ProjectionsPart {

    private final Set<Long> seen = new ConcurrentSkipListSet<>();
    private final AtomicInteger calls = new AtomicInteger();

    PoisonContract(ProjectionsContract contract) {
        super(contract);
    }

    private EventHandler<Event> allBut(long... poisonous) {
        return event -> {
            calls.incrementAndGet();
            for (long position : poisonous) {
                if (event.position().value() == position) {
                    throw new IllegalStateException("poison");
                }
            }
            seen.add(event.position().value());
        };
    }

    @Test
    void poison_stops_that_projection_in_front_of_the_event() throws Exception {
        PositionsState others = new PositionsState(_ -> false);
        RunningProjection sound = start(Projection.into("sound", Query.all(), others));
        RunningProjection ill =
                start(Projection.of("ill", Query.all(), allBut(7)).onPoison(PoisonPolicy.stop(3)));
        Position head = append(10);

        assertThatThrownBy(() -> ill.awaitPosition(head, Threads.PATIENCE))
                .isInstanceOf(ProjectionStoppedException.class)
                .hasRootCauseMessage("poison");

        assertThat(ill.status().state()).isEqualTo(State.POISONED);
        assertThat(ill.awaitPosition(new Position(6), Threads.PATIENCE)).isTrue();
        assertThat(under().checkpoints.load("ill")).isEqualTo(new Position(6));
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(calls).hasValue(6 + 3);
        assertThat(under().poison).hasSize(1);
        Poison poison = under().poison.element();
        assertThat(poison.fate()).isEqualTo(Fate.STOPPED);
        assertThat(poison.tries()).isEqualTo(3);
        assertThat(poison.cause().position()).isEqualTo(new Position(7));
        assertThat(poison.cause())
                .hasMessageContainingAll("projection=ill", "position=7", "type=" + TYPE);
        var counts = under().counters.read();
        assertThat(counts.projectionsStopped()).isEqualTo(1);
        assertThat(counts.projectionsFailed()).isEqualTo(3);
        assertThat(counts.restarts()).isEqualTo(2);
        await(sound, append(5));
        assertThat(others.positions()).isEqualTo(all());
    }

    @Test
    void a_stopped_projection_that_can_deal_with_it_now_goes_on() throws Exception {
        RunningProjection ill =
                start(Projection.of("it", Query.all(), allBut(2)).onPoison(PoisonPolicy.stop(1)));
        Position head = append(4);
        until(ill, it -> it.status().state() == State.POISONED);
        ill.close();
        await(start(Projection.of("it", Query.all(), allBut())), head);
        assertThat(seen).containsExactly(1L, 2L, 3L, 4L);
        assertThat(calls).hasValue(5);
    }

    @Test
    void poison_can_be_parked() throws Exception {
        ParkedEvents parked = ParkedEvents.in(under().store);
        Projection parking =
                Projection.of("parking", COUNTED, allBut(3, 5))
                        .onPoison(PoisonPolicy.park(2, parked, 2));
        PositionsState others = new PositionsState(_ -> false);
        RunningProjection everything = start(Projection.into("others", Query.all(), others));
        append(6);
        RunningProjection running = start(parking);
        await(running, new Position(6));

        assertThat(seen).containsExactly(1L, 2L, 4L, 6L);
        assertThat(parked.of("parking"))
                .containsExactly(
                        new ParkedEvent(
                                "parking",
                                new Position(3),
                                TYPE,
                                Sample.B,
                                "java.lang.IllegalStateException: poison"),
                        new ParkedEvent(
                                "parking",
                                new Position(5),
                                TYPE,
                                Sample.B,
                                "java.lang.IllegalStateException: poison"));
        assertThat(parked.of("others")).isEmpty();
        assertThat(running.status().parked()).isEqualTo(2);
        assertThat(under().poison).extracting(Poison::fate).containsOnly(Fate.PARKED);
        assertThat(under().counters.read().eventsParked()).isEqualTo(2);
        await(everything, under().store.head());
        assertThat(others.positions()).isEqualTo(counted());

        running.close();
        RunningProjection again = start(parking);
        await(again, append(1));
        assertThat(again.status().parked()).isEqualTo(2);
        assertThat(calls).hasValue(4 + 2 * 2 + 1);
    }

    @Test
    void one_that_parks_too_much_stops() throws Exception {
        ParkedEvents parked = ParkedEvents.inMemory();
        RunningProjection parking =
                start(
                        Projection.of("parking", COUNTED, allBut(1, 3, 5))
                                .onPoison(PoisonPolicy.park(1, parked, 2)));
        append(6);
        until(parking, it -> it.status().state() == State.POISONED);
        assertThat(parked.of("parking"))
                .extracting(it -> it.position().value())
                .containsExactly(1L, 3L);
        assertThat(parking.status().position()).isEqualTo(new Position(4));
        assertThat(seen).containsExactly(2L, 4L);
    }

    @Test
    void what_was_parked_is_forgotten_with_a_rebuild_and_can_be_parked_again() throws Exception {
        for (ParkedEvents parked :
                List.of(ParkedEvents.inMemory(), ParkedEvents.in(under().store))) {
            Position head = append(3);
            RunningProjection parking =
                    start(
                            Projection.of("parking", COUNTED, allBut(2))
                                    .onPoison(PoisonPolicy.park(1, parked, 1)));
            for (int i = 0; i < 3; i++) {
                await(parking, head);
                assertThat(parked.of("parking")).hasSize(1);
                assertThat(parking.status().parked()).isEqualTo(1);
                parking.rebuild();
            }
            await(parking, head);
            parking.close();
            under().checkpoints.delete("parking");
        }
    }

    @Test
    void an_event_that_cannot_be_decoded_is_poison_at_once() throws Exception {
        RunningProjection decoding =
                start(Projection.of("decoding", COUNTED, new Account.Codec(), _ -> {}));
        append(1);
        until(decoding, it -> it.status().state() == State.POISONED);
        Poison poison = under().poison.element();
        assertThat(poison.tries()).isEqualTo(1);
        assertThat(poison.cause().position()).isEqualTo(new Position(1));
        assertThat(poison.cause().type()).isEqualTo(TYPE);
        assertThat(poison.cause()).hasMessageContainingAll("position=1", "type=" + TYPE);
    }

    @Test
    void state_that_keeps_its_position_parks_exactly_the_event_to_blame() throws Exception {
        ParkedEvents parked = ParkedEvents.in(under().store);
        Set<Long> poisonous = Set.of(4L, 9L);
        PositionsState state = new PositionsState(it -> poisonous.contains(it.position().value()));
        append(12);
        RunningProjection running =
                start(
                        Projection.into("exact", COUNTED, state)
                                .onPoison(PoisonPolicy.park(2, parked, 5)));
        await(running, new Position(12));
        assertThat(state.positions()).containsExactly(1L, 2L, 3L, 5L, 6L, 7L, 8L, 10L, 11L, 12L);
        assertThat(parked.of("exact"))
                .extracting(it -> it.position().value())
                .containsExactly(4L, 9L);
    }
}
