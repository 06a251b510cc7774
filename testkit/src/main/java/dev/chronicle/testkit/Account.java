package dev.chronicle.testkit;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.EventData;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

import java.util.Map;

/** A small domain for the tests of event sourcing: an account with a balance. */
sealed interface Account {

    record Unopened() implements Account {}

    record Open(long balance) implements Account {}

    /** What can be asked of it. */
    sealed interface Command {
        record OpenAccount() implements Command {}

        record Deposit(long amount) implements Command {}

        record Withdraw(long amount) implements Command {}

        /** Several deposits of one. */
        record DepositOnes(int times) implements Command {}

        record DoNothing() implements Command {}

        record Break() implements Command {}
    }

    /** What happens to it. */
    sealed interface Happened {
        record Opened() implements Happened {}

        record Deposited(long amount) implements Happened {}

        record Withdrawn(long amount) implements Happened {}
    }

    /** Why not. */
    enum Refusal {
        NOT_OPEN,
        NOT_POSITIVE,
        NOT_COVERED
    }

    /** The rules. */
    final class Rules implements Decider<Command, Happened, Account, Refusal> {

        @Override
        public Account initial() {
            return new Unopened();
        }

        @Override
        public Decision<Happened, Refusal> handle(Account account, Command command) {
            return switch (command) {
                case Command.OpenAccount() ->
                        account instanceof Unopened
                                ? Decision.accept(new Happened.Opened())
                                : Decision.nothing();
                case Command.DoNothing() -> Decision.nothing();
                case Command.Break() -> throw new IllegalStateException("broken");
                case Command.Deposit(long amount) ->
                        switch (account) {
                            case Unopened() -> Decision.reject(Refusal.NOT_OPEN);
                            case Open _ when amount <= 0 -> Decision.reject(Refusal.NOT_POSITIVE);
                            case Open _ -> Decision.accept(new Happened.Deposited(amount));
                        };
                case Command.DepositOnes(int times) ->
                        Decision.accept(
                                java.util.Collections.nCopies(times, new Happened.Deposited(1)));
                case Command.Withdraw(long amount) ->
                        switch (account) {
                            case Unopened() -> Decision.reject(Refusal.NOT_OPEN);
                            case Open _ when amount <= 0 -> Decision.reject(Refusal.NOT_POSITIVE);
                            case Open(long balance) when balance < amount ->
                                    Decision.reject(Refusal.NOT_COVERED);
                            case Open _ -> Decision.accept(new Happened.Withdrawn(amount));
                        };
            };
        }

        @Override
        public Account apply(Account account, Happened event) {
            long balance = account instanceof Open(long now) ? now : 0;
            return switch (event) {
                case Happened.Opened() -> new Open(0);
                case Happened.Deposited(long amount) -> new Open(balance + amount);
                case Happened.Withdrawn(long amount) -> new Open(balance - amount);
            };
        }
    }

    /** Numbers as text. */
    final class Codec implements EventCodec<Happened> {

        @Override
        public Encoded encode(Happened event) {
            long amount =
                    switch (event) {
                        case Happened.Opened() -> 0;
                        case Happened.Deposited(long it) -> it;
                        case Happened.Withdrawn(long it) -> it;
                    };
            return new Encoded(
                    event.getClass().getSimpleName(),
                    EventData.json(Long.toString(amount)),
                    Map.of());
        }

        @Override
        public Happened decode(Event stored) {
            long amount = Long.parseLong(stored.data().text());
            return switch (stored.type()) {
                case "Opened" -> new Happened.Opened();
                case "Deposited" -> new Happened.Deposited(amount);
                case "Withdrawn" -> new Happened.Withdrawn(amount);
                default -> throw new IllegalArgumentException("unknown type: " + stored.type());
            };
        }
    }
}
