package dev.chronicle.cluster;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;

import java.util.List;

/** Checkpoints of the projections that this node runs for itself. They are not closed with this. */
record NodeCheckpoints(CheckpointStore shared, String scope, Member node)
        implements CheckpointStore {

    @Override
    public void save(String name, Position position) {
        shared.save(own(name), position);
    }

    @Override
    public Position load(String name) {
        return shared.load(own(name));
    }

    @Override
    public void delete(String name) {
        shared.delete(own(name));
    }

    @Override
    public List<String> names() {
        String prefix = own("");
        return shared.names().stream().filter(it -> it.startsWith(prefix)).toList();
    }

    private String own(String name) {
        return CheckpointNames.everywhere(scope, node, name);
    }

    @Override
    public void close() {
        // the store is not its own
    }
}
