package dev.chronicle.store.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The newest sequences of the streams used last, as of one head of the log: if another node has
 * appended since, nothing of it counts. One thread.
 */
final class StreamSequences {

    private final int most;
    private final LinkedHashMap<String, Long> newest = new LinkedHashMap<>(1024, 0.75f, true);
    private long head = -1;

    /**
     * @param most streams that are remembered
     */
    StreamSequences(int most) {
        this.most = most;
    }

    /** Says where the log ends now. */
    void at(long head) {
        if (head != this.head) {
            newest.clear();
            this.head = head;
        }
    }

    OptionalLong of(String stream) {
        Long sequence = newest.get(stream);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    /** Says what has been committed: nothing but this lies between the last head and this one. */
    void committed(long head, Map<String, Long> sequences) {
        this.head = head;
        newest.putAll(sequences);
        var eldest = newest.entrySet().iterator();
        for (int over = newest.size() - most; over > 0; over--) {
            eldest.next();
            eldest.remove();
        }
    }
}
