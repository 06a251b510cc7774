package dev.chronicle.cluster;

import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.store.EventStore;

/**
 * What there is of a thing in a store house: what is added, and what is taken away, of which there
 * must be enough.
 */
record Stock(long left) {

    sealed interface Command {
        record Add(long count) implements Command {}

        record Take(long count) implements Command {}

        record Break() implements Command {}
    }

    sealed interface Happened {
        record Added(long count) implements Happened {}

        record Taken(long count) implements Happened {}
    }

    enum Refusal {
        NOT_ENOUGH
    }

    static final CommandCodec<Command, Happened, Refusal> CODEC =
            new CommandCodec<>(
                    WireCodec.json(Command.class),
                    WireCodec.events(JsonEventCodec.of(Happened.class)),
                    WireCodec.names(Refusal.class));

    static Aggregates.Builder<Command, Happened, Stock, Refusal> in(EventStore store) {
        return Aggregates.of(store, "Stock", new Rules(), JsonEventCodec.of(Happened.class));
    }

    static final class Rules implements Decider<Command, Happened, Stock, Refusal> {

        @Override
        public Stock initial() {
            return new Stock(0);
        }

        @Override
        public Decision<Happened, Refusal> handle(Stock stock, Command command) {
            return switch (command) {
                case Command.Add(long count) -> Decision.accept(new Happened.Added(count));
                case Command.Take(long count) ->
                        stock.left < count
                                ? Decision.reject(Refusal.NOT_ENOUGH)
                                : Decision.accept(new Happened.Taken(count));
                case Command.Break() -> throw new UnsupportedOperationException("broken rules");
            };
        }

        @Override
        public Stock apply(Stock stock, Happened event) {
            return switch (event) {
                case Happened.Added(long count) -> new Stock(stock.left + count);
                case Happened.Taken(long count) -> new Stock(stock.left - count);
            };
        }
    }
}
