package dev.chronicle.sourcing;

import dev.chronicle.event.EventData;
import dev.chronicle.store.SnapshotStore;

import java.util.function.Function;

/**
 * Where and how often the state of aggregates is kept, so that loading one need not read all its
 * events. A snapshot that cannot be read is ignored: the events say the same.
 *
 * @param store where they are kept
 * @param frequency a snapshot is taken by the command that reaches or passes a multiple of this
 *     sequence
 * @param version names the shape of the state: snapshots of another are ignored
 * @param encode the state, to be kept
 * @param decode the opposite
 */
public record Snapshots<S>(
        SnapshotStore store,
        long frequency,
        String version,
        Function<S, EventData> encode,
        Function<EventData, S> decode) {

    public Snapshots {
        NonPositiveArgumentException.require("frequency", frequency);
    }

    /** Whether a command that led from one sequence to the other is to take one. */
    boolean isDue(long before, long after) {
        return after / frequency > before / frequency;
    }
}
