package dev.chronicle.store.segment;

import dev.chronicle.event.StreamId;

import org.jspecify.annotations.Nullable;

/**
 * The newest sequences of the streams used last, so that they need not be looked up: a
 * direct-mapped cache, where a stream takes the place of another whose hash falls on the same slot.
 * One thread.
 */
final class StreamSequences {

    private static final int SLOTS = 1 << 16;

    /** Longer names are not kept, so that memory stays bounded whatever a client sends. */
    private static final int MOST_CHARACTERS = 256;

    private final @Nullable StreamId[] streams = new StreamId[SLOTS];
    private final long[] sequences = new long[SLOTS];

    /** The newest sequence of a stream, -1 if it is not kept. */
    long get(long streamHash, StreamId stream) {
        int slot = slotOf(streamHash);
        return stream.equals(streams[slot]) ? sequences[slot] : -1;
    }

    /** Keeps the newest sequence of a stream. */
    void put(long streamHash, StreamId stream, long sequence) {
        if (stream.category().length() + stream.key().length() <= MOST_CHARACTERS) {
            int slot = slotOf(streamHash);
            streams[slot] = stream;
            sequences[slot] = sequence;
        }
    }

    private static int slotOf(long hash) {
        return (int) (hash >>> 40) & (SLOTS - 1);
    }
}
