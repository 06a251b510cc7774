package dev.chronicle.cluster;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;

import java.util.List;

/**
 * The checkpoint of a partition for one of its owners. Each owner keeps it under a name of its own,
 * which ends in its epoch, and who takes over goes on from the highest epoch there is: so a node
 * that was paused, and saves what it knew then, saves it where nobody looks any more. That holds on
 * every {@link CheckpointStore}, without any other means of it. Threads share it.
 *
 * <p>A later owner reads the position of an earlier one before that position's name is deleted, or
 * sees that there is a later name: {@link #takeOver} reads the names again behind the position.
 */
final class FencedCheckpoints implements CheckpointStore {

    private static final long NONE = -1;

    private final CheckpointStore shared;
    private final String name;
    private final long epoch;

    private FencedCheckpoints(CheckpointStore shared, String name, long epoch) {
        this.shared = shared;
        this.name = name;
        this.epoch = epoch;
    }

    /**
     * Takes a partition over from its earlier owners.
     *
     * @throws PartitionTakenException if a later owner has it
     */
    static FencedCheckpoints takeOver(CheckpointStore shared, String name, long epoch) {
        FencedCheckpoints own = new FencedCheckpoints(shared, name, epoch);
        while (true) {
            long newest = own.newest();
            own.requireNotTaken(newest);
            Position from = newest == NONE ? Position.START : shared.load(own.of(newest));
            if (own.newest() == newest) {
                if (newest != epoch) {
                    shared.save(own.of(epoch), from);
                }
                own.forgetEarlier();
                return own;
            }
        }
    }

    @Override
    public void save(String projection, Position position) {
        requireNotTaken(newest());
        shared.save(of(epoch), position);
    }

    /** Looks behind the reading whether the name is still there: a later owner may delete it. */
    @Override
    public Position load(String projection) {
        Position position = shared.load(of(epoch));
        requireNotTaken(newest());
        return position;
    }

    @Override
    public void delete(String projection) {
        save(projection, Position.START);
    }

    @Override
    public List<String> names() {
        return List.of(of(epoch));
    }

    private void requireNotTaken(long newest) {
        if (newest > epoch) {
            throw new PartitionTakenException(name, epoch, newest);
        }
    }

    private long newest() {
        return epochs().stream().mapToLong(Long::longValue).max().orElse(NONE);
    }

    private void forgetEarlier() {
        for (long earlier : epochs()) {
            if (earlier < epoch) {
                shared.delete(of(earlier));
            }
        }
    }

    private List<Long> epochs() {
        String prefix = name + "@";
        return shared.names().stream()
                .filter(it -> it.startsWith(prefix))
                .map(it -> Long.parseLong(it.substring(prefix.length())))
                .toList();
    }

    private String of(long owner) {
        return name + "@" + owner;
    }

    @Override
    public void close() {
        // the store is not its own
    }
}
