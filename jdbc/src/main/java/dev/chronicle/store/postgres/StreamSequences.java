package dev.chronicle.store.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest sequences of the streams used last, as of the head that the session knows. One thread.
 */
final class StreamSequences {

    private final int most;
    private final LinkedHashMap<String, Long> newest = new LinkedHashMap<>(1024, 0.75f, true);

    /**
     * @param most streams that are remembered
     */
    StreamSequences(int most) {
        this.most = most;
    }

    /**
     * The log has grown.
     *
     * @param news what lies behind the last head; nothing if that is not known
     */
    void grown(Optional<Map<String, Long>> news) {
        news.ifPresentOrElse(newest::putAll, newest::clear);
    }

    /** Says what a stream's newest sequence is, at the last head or later. */
    void found(String stream, long sequence) {
        newest.put(stream, sequence);
    }

    OptionalLong of(String stream) {
        Long sequence = newest.get(stream);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    /** Says what this session has committed behind the last head. */
    void committed(Map<String, Long> sequences) {
        newest.putAll(sequences);
        var eldest = newest.entrySet().iterator();
        for (int over = newest.size() - most; over > 0; over--) {
            eldest.next();
            eldest.remove();
        }
    }
}
