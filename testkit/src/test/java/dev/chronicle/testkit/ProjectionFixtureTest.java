package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.Decoded;
import dev.chronicle.projection.ParkedEvents;
import dev.chronicle.projection.PoisonPolicy;
import dev.chronicle.projection.Projection;
import dev.chronicle.testkit.Account.Happened;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class ProjectionFixtureTest {

    private static final StreamId ONE = new StreamId("Account", "1");
    private static final StreamId TWO = new StreamId("Account", "2");
    private static final NewEvent UNKNOWN = NewEvent.of(ONE, "Unheard").build();

    private final Map<String, Long> balances = new ConcurrentHashMap<>();
    private final Projection projection =
            Projection.of("balances", Query.all(), new Account.Codec(), this::apply);

    private void apply(Decoded<Happened> event) {
        long change =
                switch (event.event()) {
                    case Happened.Opened() -> 0;
                    case Happened.Deposited(long amount) -> amount;
                    case Happened.Withdrawn(long amount) -> -amount;
                };
        balances.merge(event.stored().stream().key(), change, Long::sum);
    }

    private static ProjectionFixture<Happened> fixture(Projection projection) {
        return ProjectionFixture.of(projection, new Account.Codec());
    }

    @Test
    void what_was_made_of_old_and_new_events_is_compared() {
        try (var fixture = fixture(projection.onStart(balances::clear))) {
            fixture.given(ONE, new Happened.Opened(), new Happened.Deposited(5))
                    .when(TWO, new Happened.Opened())
                    .and(ONE, new Happened.Withdrawn(2))
                    .then(() -> balances, Map.of("1", 3L, "2", 0L))
                    .thenTheSameRebuilt(() -> Map.copyOf(balances));
        }
    }

    @Test
    void another_outcome_fails_the_test() {
        try (var fixture = fixture(projection)) {
            var running = fixture.when(ONE, new Happened.Deposited(5));
            assertThatThrownBy(() -> running.then(() -> balances, Map.of("1", 6L)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void state_that_is_not_thrown_away_differs_when_it_is_rebuilt() {
        try (var fixture = fixture(projection)) {
            var running = fixture.when(ONE, new Happened.Deposited(5));
            assertThatThrownBy(() -> running.thenTheSameRebuilt(() -> Map.copyOf(balances)))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void poison_fails_the_test_unless_it_is_expected() {
        try (var fixture = fixture(projection)) {
            var running = fixture.given(ONE, new Happened.Deposited(5)).when(UNKNOWN);
            assertThatThrownBy(() -> running.then(() -> balances, Map.of("1", 5L)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Unheard");
            running.thenPoison(2);
            assertThatThrownBy(() -> running.thenPoison(1)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void parked_poison_is_poison_too() {
        PoisonPolicy parks = PoisonPolicy.park(1, ParkedEvents.inMemory(), 10);
        try (var fixture = fixture(projection.onPoison(parks))) {
            var running = fixture.when(UNKNOWN).and(ONE, new Happened.Deposited(5));
            running.then(() -> balances, Map.of("1", 5L)).thenPoison(1);
        }
    }
}
