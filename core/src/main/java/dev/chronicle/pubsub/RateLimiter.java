package dev.chronicle.pubsub;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts the messages of each topic of one channel. Holds memory only for those of the last span: a
 * topic that was quiet for as long is forgotten. Threads may share it.
 */
final class RateLimiter {

    private static final int SMALL = 1024;

    private final int max;
    private final long spanNanos;
    private final LongSupplier nanoClock;
    private final Map<String, RateWindow> windows = new HashMap<>();
    private int sweepAt = SMALL;

    RateLimiter(int max, long spanNanos, LongSupplier nanoClock) {
        this.max = max;
        this.spanNanos = spanNanos;
        this.nanoClock = nanoClock;
    }

    int max() {
        return max;
    }

    /** How long until the topic may have one more; 0, if it is now. Takes nothing. */
    synchronized long waitNanos(String topic) {
        RateWindow window = windows.get(topic);
        return window == null ? 0 : window.waitNanos(nanoClock.getAsLong());
    }

    /** The same, and takes one if it is now. */
    synchronized long take(String topic) {
        long now = nanoClock.getAsLong();
        RateWindow window = windows.get(topic);
        if (window == null) {
            sweepIfMany(now);
            window = new RateWindow(max, spanNanos);
            windows.put(topic, window);
        }
        long wait = window.waitNanos(now);
        if (wait == 0) {
            window.add(now);
        }
        return wait;
    }

    /** The one that was just taken was not used. */
    synchronized void giveBack(String topic) {
        RateWindow window = windows.get(topic);
        if (window != null) {
            window.giveBack();
        }
    }

    private void sweepIfMany(long now) {
        if (windows.size() >= sweepAt) {
            windows.values().removeIf(window -> window.isEmpty(now));
            sweepAt = Math.max(SMALL, 2 * windows.size());
        }
    }

    synchronized int topics() {
        return windows.size();
    }
}
