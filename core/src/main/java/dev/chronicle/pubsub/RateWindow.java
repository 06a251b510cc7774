package dev.chronicle.pubsub;

/**
 * The times of the last messages of one topic, as many as may come within the span: the next is
 * allowed when the oldest of them is a span ago. So no span of any beginning ever has more, which
 * neither counting by the clock's seconds nor a bucket that refills could promise. Not for several
 * threads.
 */
final class RateWindow {

    private static final int FIRST_SIZE = 16;

    private final int max;
    private final long spanNanos;

    /** A ring; it grows up to {@code max} only where as many messages come. */
    private long[] times;

    private int head;
    private int count;

    RateWindow(int max, long spanNanos) {
        this.max = max;
        this.spanNanos = spanNanos;
        times = new long[Math.min(FIRST_SIZE, max)];
    }

    /** How long until one more is allowed; 0, if it is now. */
    long waitNanos(long now) {
        forget(now);
        return count < max ? 0 : spanNanos - (now - times[head]);
    }

    void add(long now) {
        if (count == times.length) {
            grow();
        }
        times[(head + count) % times.length] = now;
        count++;
    }

    /** Takes back the newest. */
    void giveBack() {
        if (count > 0) {
            count--;
        }
    }

    boolean isEmpty(long now) {
        forget(now);
        return count == 0;
    }

    private void forget(long now) {
        while (count > 0 && now - times[head] >= spanNanos) {
            head = (head + 1) % times.length;
            count--;
        }
    }

    private void grow() {
        long[] larger = new long[(int) Math.min(2L * times.length, max)];
        for (int i = 0; i < count; i++) {
            larger[i] = times[(head + i) % times.length];
        }
        times = larger;
        head = 0;
    }
}
