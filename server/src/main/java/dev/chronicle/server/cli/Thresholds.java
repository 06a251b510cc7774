package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.List;

/**
 * What a load has to keep within.
 *
 * @param p95 19 of 20 requests must not take longer
 * @param errors the most that may fail, as a share of the requests, 0 to 1
 */
record Thresholds(Duration p95, double errors) {

    /** Whether one of them was kept, and a line that says so. */
    record Verdict(boolean isKept, String line) {}

    /** One verdict for each; without a request none is kept. */
    List<Verdict> check(LoadTally tally) {
        double millis = tally.latencies().percentileMillis(95);
        double share = tally.errorShare();
        boolean tried = tally.requests() > 0;
        return List.of(
                verdict(
                        tried && millis <= p95.toMillis(),
                        "p95 %,.1f ms, at most %,d ms".formatted(millis, p95.toMillis())),
                verdict(
                        tried && share <= errors,
                        "errors %.2f %%, at most %.2f %%".formatted(100 * share, 100 * errors)));
    }

    private static Verdict verdict(boolean kept, String facts) {
        return new Verdict(kept, (kept ? "kept:   " : "BROKEN: ") + facts);
    }
}
