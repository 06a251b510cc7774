package dev.chronicle.server.cli;

import java.util.List;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * What {@code chronicle load} says while it runs and when it is done.
 *
 * @param batch events in a request
 */
record LoadReport(LoadTally tally, int batch) {

    /** One line about the run so far. */
    String live(double seconds) {
        return "%,.0f s  %,d requests  %,.0f/s  p95 %,.1f ms  %,d errors"
                .formatted(
                        seconds,
                        tally.requests(),
                        tally.requests() / seconds,
                        tally.latencies().percentileMillis(95),
                        tally.errors());
    }

    /** Lines about the whole run. */
    String text(double seconds, List<Thresholds.Verdict> verdicts) {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(
                "requests:       %,d in %.2f s, %,.0f/s"
                        .formatted(tally.requests(), seconds, tally.requests() / seconds));
        lines.add(
                "events:         %,d accepted, %,.0f/s, %,d a request"
                        .formatted(
                                tally.acceptedEvents(), tally.acceptedEvents() / seconds, batch));
        lines.add(
                "errors:         %,d (%.2f %%)"
                        .formatted(tally.errors(), 100 * tally.errorShare()));
        tally.errorsByKind()
                .forEach((kind, count) -> lines.add("  %,d x %s".formatted(count, kind)));
        if (!tally.firstReason().isEmpty()) {
            lines.add("  the first: " + tally.firstReason());
        }
        lines.add("latency:        " + latency());
        verdicts.forEach(verdict -> lines.add("threshold " + verdict.line()));
        return lines.toString();
    }

    private String latency() {
        Latencies latencies = tally.latencies();
        return "p50 %,.1f  p90 %,.1f  p95 %,.1f  p99 %,.1f  max %,.1f ms"
                .formatted(
                        latencies.percentileMillis(50),
                        latencies.percentileMillis(90),
                        latencies.percentileMillis(95),
                        latencies.percentileMillis(99),
                        latencies.maxMillis());
    }

    /** What the server should have counted. */
    StatisticsCheck check() {
        return new StatisticsCheck(
                tally.acceptedEvents(),
                tally.unsureEvents(),
                tally.errors() == 0
                        ? OptionalLong.of(tally.acceptedFirsts())
                        : OptionalLong.empty());
    }
}
