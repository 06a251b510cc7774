package dev.chronicle.sourcing;

/**
 * A domain's rules: which events a command leads to, and what events make of the state. Pure
 * functions of immutable values, so that they can be run again at will. See J. Chassaing,
 * <i>Functional Event Sourcing Decider</i>, 2021.
 *
 * @param <C> commands, a sealed interface of records
 * @param <E> events, a sealed interface of records
 * @param <S> the state
 * @param <R> the reasons for which a command is rejected
 */
public interface Decider<C, E, S, R> {

    /** The state before the first event. */
    S initial();

    /** Decides on a command: events, or a reason why not. */
    Decision<E, R> handle(S state, C command);

    /** The state after an event. It has happened, so this must not fail. */
    S apply(S state, E event);
}
