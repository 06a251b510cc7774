package dev.chronicle.server.aggregator;

/**
 * How many deliveries came to what end. Of each that was received and queued, since it came to an
 * end, {@code received = queued = processed + dropped + failed}. Not for several threads.
 */
final class Tally {

    private long processed;
    private long dropped;
    private long failed;

    Tally() {}

    Tally(long processed, long dropped, long failed) {
        this.processed = processed;
        this.dropped = dropped;
        this.failed = failed;
    }

    /** Counts a delivery that left an event of this type. */
    void count(String type) {
        switch (type) {
            case LogEvent.PUBLISHED -> processed++;
            case LogEvent.DROPPED -> dropped++;
            case LogEvent.FAILED -> failed++;
            default -> throw new IllegalArgumentException("not the trace of a delivery: " + type);
        }
    }

    void add(Tally other) {
        processed += other.processed;
        dropped += other.dropped;
        failed += other.failed;
    }

    Tally copy() {
        return new Tally(processed, dropped, failed);
    }

    long received() {
        return processed + dropped + failed;
    }

    long processed() {
        return processed;
    }

    long dropped() {
        return dropped;
    }

    long failed() {
        return failed;
    }
}
