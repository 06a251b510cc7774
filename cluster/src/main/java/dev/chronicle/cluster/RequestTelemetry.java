package dev.chronicle.cluster;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent.ClusterEvent;

import java.time.Duration;

/** Tells of calls through the gateway. */
final class RequestTelemetry {

    private final Telemetry telemetry;
    private final Waits waits;

    RequestTelemetry(Telemetry telemetry, Waits waits) {
        this.telemetry = telemetry;
        this.waits = waits;
    }

    Request begin(String store) {
        telemetry.emit(() -> new ClusterEvent.RequestStarted(store));
        return new Request(store);
    }

    /** One call, from its start to its end. */
    final class Request {

        private final String store;
        private final long began = waits.nanoTime();

        private Request(String store) {
            this.store = store;
        }

        private Duration took() {
            return Duration.ofNanos(waits.nanoTime() - began);
        }

        void succeeded() {
            telemetry.emit(() -> new ClusterEvent.RequestStopped(store, took()));
        }

        void failed(Throwable cause) {
            telemetry.emit(() -> new ClusterEvent.RequestFailed(store, took(), cause));
        }

        void retries(int attempt, Duration delay, Throwable cause) {
            telemetry.emit(() -> new ClusterEvent.RequestRetried(store, attempt, delay, cause));
        }

        void exhausted(int attempts, Throwable last) {
            telemetry.emit(() -> new ClusterEvent.RetriesExhausted(store, attempts, last));
        }
    }
}
