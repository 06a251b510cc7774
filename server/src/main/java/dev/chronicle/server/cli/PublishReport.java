package dev.chronicle.server.cli;

import java.util.StringJoiner;

/**
 * What {@code chronicle publish} says when it is done.
 *
 * @param unique how many different events there are in the run
 * @param seconds how long the run took
 */
record PublishReport(PublishSettings settings, long unique, PublishTally tally, double seconds) {

    /** Whether every batch was accepted. */
    boolean isComplete() {
        return tally.acceptedEvents() == settings.count();
    }

    /** Lines about what was sent. */
    String sent() {
        long accepted = tally.acceptedEvents();
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        lines.add(
                "events:         %,d accepted of %,d (%,d different and %,d duplicates, seed %d)"
                        .formatted(
                                accepted,
                                settings.count(),
                                unique,
                                settings.count() - unique,
                                settings.seed()));
        lines.add(
                "rate:           %,.0f events/s in %.2f s".formatted(accepted / seconds, seconds));
        lines.add("failed batches: %,d".formatted(tally.failedBatches()));
        if (!tally.firstReason().isEmpty()) {
            lines.add("  the first:    " + tally.firstReason());
        }
        tally.failures()
                .forEach(
                        (kind, count) ->
                                lines.add("  attempts:     %,d x %s".formatted(count, kind)));
        if (tally.retries() > 0) {
            lines.add("retries:        %,d".formatted(tally.retries()));
        }
        return lines.toString();
    }
}
