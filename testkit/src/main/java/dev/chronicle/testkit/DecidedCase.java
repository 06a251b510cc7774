package dev.chronicle.testkit;

import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

import java.util.List;

/**
 * What a decider made of a command, to be compared with what it should: each method throws an
 * {@link AssertionError} that shows both, with what was given, and otherwise returns this for the
 * next. Immutable.
 *
 * @param <E> events
 * @param <S> the state
 * @param <R> reasons
 */
public final class DecidedCase<E, S, R> {

    private final Decision<E, R> decision;
    private final S after;
    private final CaseText text;

    private DecidedCase(Decision<E, R> decision, S after, CaseText text) {
        this.decision = decision;
        this.after = after;
        this.text = text;
    }

    static <C, E, S, R> DecidedCase<E, S, R> of(
            Decider<C, E, S, R> decider, S state, C command, CaseText text) {
        Decision<E, R> decision =
                text.unlessItThrows("on the command", () -> decider.handle(state, command));
        S after = state;
        if (decision instanceof Decision.Accepted<E, R>(List<E> events)) {
            for (E event : events) {
                S before = after;
                after =
                        text.unlessItThrows(
                                "on " + event + ", which it decided",
                                () -> decider.apply(before, event));
            }
        }
        return new DecidedCase<>(decision, after, text);
    }

    /** It is accepted, and these events happen, in this order; at least one. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public final DecidedCase<E, S, R> thenEvents(E... events) {
        return thenEvents(List.of(events));
    }

    /** It is accepted, and these events happen, in this order; at least one. */
    public DecidedCase<E, S, R> thenEvents(List<? extends E> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("no events: say thenNothing()");
        }
        text.requireEqual("", List.copyOf(events), got());
        return this;
    }

    /** It is accepted, and no event happens. */
    public DecidedCase<E, S, R> thenNothing() {
        text.requireEqual("", List.of(), got());
        return this;
    }

    /** It is rejected for this reason. */
    public DecidedCase<E, S, R> thenRejected(R reason) {
        text.requireEqual("", new Decision.Rejected<E, R>(reason), got());
        return this;
    }

    /** The state afterwards is this one; after a rejection, the one there was. */
    public DecidedCase<E, S, R> thenState(S expected) {
        text.requireEqual("the state ", expected, after);
        return this;
    }

    /** The events, or the rejection. */
    private Object got() {
        return switch (decision) {
            case Decision.Accepted<E, R>(List<E> events) -> events;
            case Decision.Rejected<E, R> rejected -> rejected;
        };
    }
}
