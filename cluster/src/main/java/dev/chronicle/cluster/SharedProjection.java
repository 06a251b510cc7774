package dev.chronicle.cluster;

import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionOptions;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;

import java.util.function.Function;

/**
 * A projection that the nodes share, and what this node needs to run a part of it.
 *
 * @param place where it runs
 * @param work which events, and how far it got
 * @param name the same on all nodes
 * @param partitions how many, the same on all nodes
 * @param each makes what is run for one of them
 */
record SharedProjection(
        Distribution.Place place,
        Work work,
        String name,
        int partitions,
        Function<Partition, Projection> each) {

    /** The stores that all nodes share, and how projections are run. */
    record Work(EventStore store, CheckpointStore checkpoints, ProjectionOptions options) {}

    /** The id under which its nodes are registered; of another number of partitions, another. */
    String registered() {
        return new SharedWork.OfProjection(name, partitions).registered();
    }

    /** Who runs it, as far as this node knows. */
    WorkerGroup group() {
        return place.registry().group(registered());
    }

    Member self() {
        return place.network().self();
    }

    /** The events of a partition. */
    EventStore events(Partition partition) {
        return partitions == 1 ? work.store() : new PartitionEvents(work.store(), partition);
    }

    /** What is run for a partition: parts that run side by side have their own parked events. */
    Projection part(Partition partition) {
        Projection part = each.apply(partition);
        return partitions == 1 ? part : part.named(name + "/" + partition.number());
    }

    FencedCheckpoints takeOver(Partition partition) {
        String checkpoint = CheckpointNames.partition(place.scope(), name, partition);
        return FencedCheckpoints.takeOver(work.checkpoints(), checkpoint, partition.epoch());
    }
}
