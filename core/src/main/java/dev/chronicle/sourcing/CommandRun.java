package dev.chronicle.sourcing;

import dev.chronicle.store.AppendResult;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.telemetry.TelemetryEvent.CommandExecuted;
import dev.chronicle.telemetry.TelemetryEvent.CommandFailed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One command on its way to its outcome. For one thread. */
final class CommandRun {

    private final CommandOptions options;
    private final long start = System.nanoTime();
    private int decisions;
    private boolean repeated;

    CommandRun(CommandOptions options) {
        this.options = options;
    }

    CommandOptions options() {
        return options;
    }

    /** How long it may still take, in nanoseconds. */
    long left() {
        return start + options.timeout().toNanos() - System.nanoTime();
    }

    /** That it did not come to its outcome in time. */
    OperationTimeoutException late() {
        return new OperationTimeoutException("execute", options.timeout());
    }

    /** What the store makes of its events, within its time. */
    List<AppendResult> await(CompletableFuture<List<AppendResult>> appended)
            throws InterruptedException {
        return StoreAnswer.await(appended, this);
    }

    /** It is decided once more. */
    void decides() {
        decisions++;
    }

    /** The outcome is the one that it had before, if it had one. */
    <E, R> Optional<Outcome<E, R>> repeats(Optional<Outcome<E, R>> first) {
        repeated = first.isPresent();
        return first;
    }

    /**
     * Tells how it ended.
     *
     * @param subject what it was decided on
     */
    void tellEnd(Telemetry telemetry, String category, Object subject, Outcome<?, ?> outcome) {
        telemetry.emit(
                () -> {
                    TelemetryEvent.Outcome end = end(outcome);
                    return new CommandExecuted(
                            category,
                            subject.toString(),
                            end,
                            end == TelemetryEvent.Outcome.STORED ? events(outcome) : 0,
                            took(),
                            decisions);
                });
    }

    /** Tells that it failed. */
    void tellFailure(Telemetry telemetry, String category, Object subject, Throwable cause) {
        telemetry.emit(
                () -> new CommandFailed(category, subject.toString(), cause, took(), decisions));
    }

    private TelemetryEvent.Outcome end(Outcome<?, ?> outcome) {
        if (repeated) {
            return TelemetryEvent.Outcome.REPEATED;
        }
        return switch (outcome) {
            case Outcome.Rejected<?, ?> _ -> TelemetryEvent.Outcome.REJECTED;
            case Outcome.Accepted<?, ?>(List<?> none, long _) when none.isEmpty() ->
                    TelemetryEvent.Outcome.NOTHING_TO_STORE;
            case Outcome.Accepted<?, ?> _ -> TelemetryEvent.Outcome.STORED;
        };
    }

    private static int events(Outcome<?, ?> outcome) {
        return switch (outcome) {
            case Outcome.Accepted<?, ?>(List<?> events, long _) -> events.size();
            case Outcome.Rejected<?, ?> _ -> 0;
        };
    }

    private Duration took() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
