package dev.chronicle.server.cli;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

import java.util.concurrent.TimeUnit;

/**
 * How long requests took, to three digits and in constant memory; more than an hour counts as an
 * hour. Threads may record into it; one of them reads it.
 */
final class Latencies {

    private static final long LONGEST_MICROS = TimeUnit.HOURS.toMicros(1);
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(LONGEST_MICROS, DIGITS);
    private final Histogram all = new Histogram(LONGEST_MICROS, DIGITS);

    void record(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        recorder.recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
    }

    private Histogram all() {
        all.add(recorder.getIntervalHistogram());
        return all;
    }

    /** The time within which this share of the requests ended, in milliseconds. */
    double percentileMillis(double percent) {
        return all().getValueAtPercentile(percent) / 1e3;
    }

    /** The longest, in milliseconds. */
    double maxMillis() {
        return all().getMaxValue() / 1e3;
    }
}
