package dev.chronicle.testkit;

import dev.chronicle.sourcing.Decider;

import java.util.List;

/**
 * Tests a {@link Decider} without a store: given what happened, when a command comes, then these
 * events, or a reason why not. Immutable; threads may share it.
 *
 * <pre>{@code
 * DeciderFixture.of(new Bank())
 *         .given(new AccountOpened("a-1"), new MoneyDeposited(100))
 *         .when(new Withdraw(30))
 *         .thenEvents(new MoneyWithdrawn(30));
 * }</pre>
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> the state
 * @param <R> reasons for which commands are rejected
 */
public final class DeciderFixture<C, E, S, R> {

    private final Decider<C, E, S, R> decider;

    private DeciderFixture(Decider<C, E, S, R> decider) {
        this.decider = decider;
    }

    /** The fixture of a decider. */
    public static <C, E, S, R> DeciderFixture<C, E, S, R> of(Decider<C, E, S, R> decider) {
        return new DeciderFixture<>(decider);
    }

    /** These events have happened, the oldest first; none for the beginning. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final Given<C, E, S, R> given(E... events) {
        return given(List.of(events));
    }

    /** These events have happened, the oldest first. */
    public Given<C, E, S, R> given(List<? extends E> events) {
        return new Given<>(decider, List.copyOf(events));
    }

    /** What has happened. */
    public static final class Given<C, E, S, R> {

        private final Decider<C, E, S, R> decider;
        private final List<E> events;

        private Given(Decider<C, E, S, R> decider, List<E> events) {
            this.decider = decider;
            this.events = events;
        }

        /**
         * A command is decided on.
         *
         * @throws AssertionError if the decider throws on it, on an event that was given or on one
         *     that it decided
         */
        public DecidedCase<E, S, R> when(C command) {
            CaseText text = new CaseText(events).when(command);
            S state = replayed(text);
            return DecidedCase.of(decider, state, command, text);
        }

        /** The state is this one, before any command. */
        public Given<C, E, S, R> thenState(S expected) {
            CaseText text = new CaseText(events);
            text.requireEqual("the state ", expected, replayed(text));
            return this;
        }

        private S replayed(CaseText text) {
            S state = decider.initial();
            for (E event : events) {
                S before = state;
                state = text.unlessItThrows("on a given event", () -> decider.apply(before, event));
            }
            return state;
        }
    }
}
