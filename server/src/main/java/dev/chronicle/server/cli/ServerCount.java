package dev.chronicle.server.cli;

import java.util.Optional;

/** The server's side of a run: how far its counters have moved, and whether that is right. */
final class ServerCount {

    private ServerCount() {}

    /** Asks the server once more, and compares. */
    static String text(AggregatorClient server, Optional<Statistics> before, StatisticsCheck check)
            throws InterruptedException {
        Optional<Statistics> after;
        try {
            after = server.statistics();
        } catch (CommandFailedException e) {
            return "server:         did not say (%s)\n".formatted(e.getMessage());
        }
        if (before.isEmpty() || after.isEmpty()) {
            return "server:         shows no statistics at /stats\n";
        }
        Statistics counted = after.get().since(before.get());
        return """
        server:         %+,d received, %+,d unique, %+,d duplicates dropped
        check:          %s
        """
                .formatted(
                        counted.received(),
                        counted.unique(),
                        counted.dropped(),
                        check.verdict(counted));
    }
}
