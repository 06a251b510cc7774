package dev.chronicle.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When something has to be over. */
final class Deadline {

    private final LongSupplier nanoTime;
    private final long end;

    private Deadline(Duration within, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        end = nanoTime.getAsLong() + within.toNanos();
    }

    static Deadline in(Duration within) {
        return in(within, System::nanoTime);
    }

    /**
     * @param nanoTime a clock as {@link System#nanoTime} is one
     */
    static Deadline in(Duration within, LongSupplier nanoTime) {
        return new Deadline(within, nanoTime);
    }

    /** How long there is still; zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
    }

    /** What is left of it, if that is shorter than {@code atMost}. */
    Duration left(Duration atMost) {
        Duration left = left();
        return left.compareTo(atMost) < 0 ? left : atMost;
    }

    boolean isOver() {
        return left().isZero();
    }
}
