package dev.chronicle.examples.shop;

import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;

/** What there is of an item: the rules of the inventory. */
record Item(int left) {

    /** What is asked of the inventory. */
    sealed interface Command {
        record Receive(int count) implements Command {}

        record Reserve(String order, int count) implements Command {}
    }

    /** What happens there. */
    sealed interface Happened {
        record Received(int count) implements Happened {}

        record Reserved(String order, int count) implements Happened {}

        /** Nothing is left of it, and who ordered shall know. */
        record SoldOut(String order) implements Happened {}
    }

    /** Why not. */
    enum Refusal {
        NOTHING_TO_RECEIVE
    }

    static final class Rules implements Decider<Command, Happened, Item, Refusal> {

        @Override
        public Item initial() {
            return new Item(0);
        }

        @Override
        public Decision<Happened, Refusal> handle(Item item, Command command) {
            return switch (command) {
                case Command.Receive(int count) when count <= 0 ->
                        Decision.reject(Refusal.NOTHING_TO_RECEIVE);
                case Command.Receive(int count) -> Decision.accept(new Happened.Received(count));
                case Command.Reserve(String order, int count) ->
                        count <= item.left
                                ? Decision.accept(new Happened.Reserved(order, count))
                                : Decision.accept(new Happened.SoldOut(order));
            };
        }

        @Override
        public Item apply(Item item, Happened event) {
            return switch (event) {
                case Happened.Received(int count) -> new Item(item.left + count);
                case Happened.Reserved(String _, int count) -> new Item(item.left - count);
                case Happened.SoldOut _ -> item;
            };
        }
    }
}
