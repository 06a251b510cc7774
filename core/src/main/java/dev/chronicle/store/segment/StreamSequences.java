package dev.chronicle.store.segment;

import dev.chronicle.event.StreamId;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The newest sequences of the streams used last, so that they need not be looked up. One thread.
 */
final class StreamSequences {

    private static final int MOST_STREAMS = 1 << 15;

    /** Longer names are not kept, so that memory stays bounded whatever a client sends. */
    private static final int MOST_CHARACTERS = 256;

    /** A sequence that counts on. */
    static final class Counter {

        long sequence;

        Counter(long sequence) {
            this.sequence = sequence;
        }
    }

    private final Map<StreamId, Counter> counters =
            new LinkedHashMap<>(1 << 10, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<StreamId, Counter> eldest) {
                    return size() > MOST_STREAMS;
                }
            };

    /** Finds a sequence that is not kept. */
    interface Lookup {
        long sequenceOf(StreamId stream);
    }

    Counter of(StreamId stream, Lookup lookup) {
        Counter kept = counters.get(stream);
        if (kept != null) {
            return kept;
        }
        Counter found = new Counter(lookup.sequenceOf(stream));
        if (stream.category().length() + stream.key().length() <= MOST_CHARACTERS) {
            counters.put(stream, found);
        }
        return found;
    }
}
