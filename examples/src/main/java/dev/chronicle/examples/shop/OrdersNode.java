package dev.chronicle.examples.shop;

import dev.chronicle.cluster.ClusteredCommands;
import dev.chronicle.cluster.ClusteredProjections;
import dev.chronicle.cluster.CommandCodec;
import dev.chronicle.cluster.Distribution;
import dev.chronicle.cluster.WireCodec;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.Query;
import dev.chronicle.projection.Decoded;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;

/** Takes orders, and confirms those for which the inventory has reserved something. */
final class OrdersNode implements AutoCloseable {

    private static final JsonEventCodec<Order.Happened> ORDERS =
            JsonEventCodec.of(Order.Happened.class);
    private static final JsonEventCodec<Item.Happened> ITEMS =
            JsonEventCodec.of(Item.Happened.class);

    private final ClusteredCommands<Order.Command, Order.Happened, Order.Refusal> orders;
    private final ClusteredProjections projections;

    OrdersNode(Distribution distribution, EventStore store, CheckpointStore checkpoints) {
        orders =
                distribution.commands(
                        Aggregates.of(store, "Order", new Order.Rules(), ORDERS).build(),
                        new CommandCodec<>(
                                WireCodec.json(Order.Command.class),
                                WireCodec.events(ORDERS),
                                WireCodec.names(Order.Refusal.class)));
        projections = distribution.projections(store, checkpoints, ProjectionOptions.standard());
        projections.once(
                Projection.of(
                        "confirmations", Query.types("Reserved", "SoldOut"), ITEMS, this::answer));
    }

    private void answer(Decoded<Item.Happened> happened) throws InterruptedException {
        switch (happened.event()) {
            case Item.Happened.Reserved(String order, int _) ->
                    answer(order, new Order.Command.Confirm());
            case Item.Happened.SoldOut(String order) -> answer(order, new Order.Command.Refuse());
            case Item.Happened.Received _ -> {}
        }
    }

    private void answer(String order, Order.Command command) throws InterruptedException {
        orders.execute(order, command, CommandOptions.defaults().id("answer-" + order)).orThrow();
    }

    Outcome<Order.Happened, Order.Refusal> place(String order, String item, int count)
            throws InterruptedException {
        return orders.execute(order, new Order.Command.Place(item, count));
    }

    @Override
    public void close() {
        projections.close();
        orders.close();
    }
}
