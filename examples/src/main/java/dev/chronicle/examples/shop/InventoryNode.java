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

/** Knows what there is of every item, and reserves what orders want. */
final class InventoryNode implements AutoCloseable {

    private static final JsonEventCodec<Order.Happened> ORDERS =
            JsonEventCodec.of(Order.Happened.class);
    private static final JsonEventCodec<Item.Happened> ITEMS =
            JsonEventCodec.of(Item.Happened.class);

    private final ClusteredCommands<Item.Command, Item.Happened, Item.Refusal> items;
    private final ClusteredProjections projections;

    InventoryNode(Distribution distribution, EventStore store, CheckpointStore checkpoints) {
        items =
                distribution.commands(
                        Aggregates.of(store, "Item", new Item.Rules(), ITEMS).build(),
                        new CommandCodec<>(
                                WireCodec.json(Item.Command.class),
                                WireCodec.events(ITEMS),
                                WireCodec.names(Item.Refusal.class)));
        projections = distribution.projections(store, checkpoints, ProjectionOptions.standard());
        projections.once(
                Projection.of("reservations", Query.types("Placed"), ORDERS, this::reserve));
    }

    /**
     * May come twice after a failure: the command has the order's id, so it is carried out once.
     */
    private void reserve(Decoded<Order.Happened> placed) throws InterruptedException {
        if (placed.event() instanceof Order.Happened.Placed(String item, int count)) {
            String order = placed.stored().stream().key();
            items.execute(
                            item,
                            new Item.Command.Reserve(order, count),
                            CommandOptions.defaults().id("reserve-" + order))
                    .orThrow();
        }
    }

    Outcome<Item.Happened, Item.Refusal> receive(String item, int count)
            throws InterruptedException {
        return items.execute(item, new Item.Command.Receive(count));
    }

    @Override
    public void close() {
        projections.close();
        items.close();
    }
}
