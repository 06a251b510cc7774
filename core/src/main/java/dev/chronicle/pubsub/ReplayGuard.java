package dev.chronicle.pubsub;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers which signatures were taken, for as long as they count. A signature is known by half of
 * its bits, which nobody without the secret can choose. Threads may share it.
 */
final class ReplayGuard {

    /** What came of showing it a signature. */
    enum Verdict {
        NEW,
        SEEN,
        FULL
    }

    private record Key(long high, long low) {

        static Key of(byte[] mac) {
            ByteBuffer bytes = ByteBuffer.wrap(mac);
            return new Key(bytes.getLong(), bytes.getLong());
        }
    }

    private final int max;
    private final long seconds;

    /** When each is forgotten, in Unix seconds; in the order in which they came. */
    private final Map<Key, Long> seen = new LinkedHashMap<>();

    /**
     * @param seconds how long each is remembered
     */
    ReplayGuard(int max, long seconds) {
        this.max = max;
        this.seconds = seconds;
    }

    synchronized Verdict show(byte[] mac, long now) {
        forget(now);
        Key key = Key.of(mac);
        if (seen.containsKey(key)) {
            return Verdict.SEEN;
        }
        if (seen.size() >= max) {
            return Verdict.FULL;
        }
        seen.put(key, now + seconds);
        return Verdict.NEW;
    }

    private void forget(long now) {
        for (Iterator<Long> ends = seen.values().iterator(); ends.hasNext(); ends.remove()) {
            if (ends.next() > now) {
                return;
            }
        }
    }

    synchronized int size() {
        return seen.size();
    }
}
