package dev.chronicle.benchmarks;

import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

/**
 * A domain as small as there can be, so that what is measured is not the domain: an account that
 * money is put into.
 *
 * @param balance of all deposits
 */
record Counter(long balance) {

    sealed interface Command {}

    record Deposit(long amount) implements Command {}

    /** Decides nothing, and has the state loaded. */
    record Look() implements Command {}

    sealed interface Happened {}

    record Deposited(long amount, long balance, String reference) implements Happened {}

    static final class Rules implements Decider<Command, Happened, Counter, String> {

        @Override
        public Counter initial() {
            return new Counter(0);
        }

        @Override
        public Decision<Happened, String> handle(Counter counter, Command command) {
            return switch (command) {
                case Look() -> Decision.nothing();
                case Deposit(long amount) when amount <= 0 -> Decision.reject("not positive");
                case Deposit(long amount) ->
                        Decision.accept(
                                new Deposited(
                                        amount, counter.balance() + amount, "a standing order"));
            };
        }

        @Override
        public Counter apply(Counter counter, Happened event) {
            return switch (event) {
                case Deposited(_, long balance, _) -> new Counter(balance);
            };
        }
    }
}
