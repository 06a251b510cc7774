package dev.chronicle.examples.shop;

import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

/** How an order is: the rules of the orders. */
enum Order {
    UNKNOWN,
    PLACED,
    CONFIRMED,
    REFUSED;

    /** What is asked. */
    sealed interface Command {
        record Place(String item, int count) implements Command {}

        record Confirm() implements Command {}

        record Refuse() implements Command {}
    }

    /** What happens. */
    sealed interface Happened {
        record Placed(String item, int count) implements Happened {}

        record Confirmed() implements Happened {}

        record Refused() implements Happened {}
    }

    /** Why not. */
    enum Refusal {
        PLACED_BEFORE,
        NOT_PLACED
    }

    static final class Rules implements Decider<Command, Happened, Order, Refusal> {

        @Override
        public Order initial() {
            return UNKNOWN;
        }

        @Override
        public Decision<Happened, Refusal> handle(Order order, Command command) {
            return switch (command) {
                case Command.Place(String item, int count) ->
                        order == UNKNOWN
                                ? Decision.accept(new Happened.Placed(item, count))
                                : Decision.reject(Refusal.PLACED_BEFORE);
                case Command.Confirm() -> answered(order, new Happened.Confirmed());
                case Command.Refuse() -> answered(order, new Happened.Refused());
            };
        }

        private static Decision<Happened, Refusal> answered(Order order, Happened answer) {
            return order == PLACED ? Decision.accept(answer) : Decision.reject(Refusal.NOT_PLACED);
        }

        @Override
        public Order apply(Order order, Happened event) {
            return switch (event) {
                case Happened.Placed _ -> PLACED;
                case Happened.Confirmed() -> CONFIRMED;
                case Happened.Refused() -> REFUSED;
            };
        }
    }
}
