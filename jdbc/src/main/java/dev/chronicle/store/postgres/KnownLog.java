package dev.chronicle.store.postgres;

import dev.chronicle.store.table.Group;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a session knows of the log: where it ended when it was last seen, and the newest sequences
 * of the streams used last, as of then or later. One thread.
 */
final class KnownLog {

    /** Where the log ends for who knows nothing of it. */
    private static final long NOWHERE = -1;

    private final int most;
    private final LinkedHashMap<String, Long> newest = new LinkedHashMap<>(1024, 0.75f, true);
    private Optional<LogLock.Head> head = Optional.empty();

    /**
     * @param most streams that are remembered
     */
    KnownLog(int most) {
        this.most = most;
    }

    /** Where the log ended, if it was seen. */
    Optional<LogLock.Head> head() {
        return head;
    }

    /** The position of {@link #head}. */
    long position() {
        return head.map(LogLock.Head::position).orElse(NOWHERE);
    }

    OptionalLong sequence(String stream) {
        Long sequence = newest.get(stream);
        return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
    }

    /** Takes note of a stream's newest sequence, which was looked up. */
    void found(String stream, long sequence) {
        newest.put(stream, sequence);
    }

    /** Takes note of where the log ends now. Without news all that was known is forgotten. */
    void seen(LogLock lock) {
        lock.news().ifPresentOrElse(newest::putAll, newest::clear);
        head = Optional.of(lock.head());
    }

    /** Takes note of what this session has stored behind the head. */
    void committed(Group group) {
        head = Optional.of(new LogLock.Head(group.head(), group.recordedAt()));
        newest.putAll(group.sequences());
        var eldest = newest.entrySet().iterator();
        for (int over = newest.size() - most; over > 0; over--) {
            eldest.next();
            eldest.remove();
        }
    }
}
