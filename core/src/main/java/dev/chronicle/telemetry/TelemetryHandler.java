package dev.chronicle.telemetry;

/**
 * Is handed every event, on the thread that does the work: it must be fast, must not block, and is
 * called by many threads at once.
 */
@FunctionalInterface
public interface TelemetryHandler {

    /** What it throws is logged, and it is not called again; see {@link Telemetry}. */
    void handle(TelemetryEvent event);
}
