package dev.chronicle.server.otel;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends traces and metrics to a collector, by OTLP over HTTP, as the standard {@code OTEL_*}
 * variables say; without them it has no thread and makes no span. Nothing ever waits for the
 * collector: spans queue up to a limit and are dropped then. Threads may share it.
 */
public final class OtlpExport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(OtlpExport.class);
    private static final String SCOPE = "dev.chronicle";

    /** How long the last spans may take when the server stops. */
    private static final int FLUSH_SECONDS = 2;

    private final Optional<OpenTelemetrySdk> sdk;
    private final Tracing tracing;
    private final SnapshotProducer metrics;

    private OtlpExport(Optional<OpenTelemetrySdk> sdk, SnapshotProducer metrics) {
        this.sdk = sdk;
        this.metrics = metrics;
        tracing =
                sdk.map(
                                it ->
                                        new Tracing(
                                                it.getTracer(SCOPE),
                                                it.getPropagators().getTextMapPropagator()))
                        .orElse(Tracing.NONE);
    }

    /** Exports nothing. */
    public static OtlpExport none() {
        return new OtlpExport(Optional.empty(), new SnapshotProducer(SCOPE));
    }

    /**
     * Exports what the environment asks for: nothing unless an endpoint or an exporter is named
     * there. The service is called {@code chronicle} unless told.
     *
     * @throws InvalidExportException if it makes no sense
     */
    public static OtlpExport of(Map<String, String> environment, String version) {
        if (!ExportSettings.isOn(environment)) {
            return none();
        }
        ExportSettings.requireOurProtocol(environment);
        SnapshotProducer metrics = new SnapshotProducer(SCOPE);
        try {
            return new OtlpExport(Optional.of(sdk(environment, version, metrics)), metrics);
        } catch (RuntimeException e) {
            throw new InvalidExportException(
                    "cannot export telemetry: "
                            + ExportSettings.inVariables(String.valueOf(e.getMessage())),
                    e);
        }
    }

    private static OpenTelemetrySdk sdk(
            Map<String, String> environment, String version, SnapshotProducer metrics) {
        Resource ours = Resource.builder().put("service.version", version).build();
        return AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(ExportSettings::defaults)
                .addPropertiesCustomizer(_ -> ExportSettings.properties(environment))
                .addResourceCustomizer((resource, _) -> ours.merge(resource))
                .addMeterProviderCustomizer((meters, _) -> meters.registerMetricProducer(metrics))
                .build()
                .getOpenTelemetrySdk();
    }

    /** Whether anything is exported. */
    public boolean isOn() {
        return sdk.isPresent();
    }

    /** Makes the spans. */
    public Tracing tracing() {
        return tracing;
    }

    /** Says where the metrics are read from now on. */
    public void measure(Supplier<List<MetricSnapshot>> source) {
        metrics.read(source);
    }

    /**
     * Sends what is left, as far as that can be done in two seconds. Closing again does nothing.
     */
    @Override
    public void close() {
        sdk.ifPresent(
                it -> {
                    CompletableFuture<Boolean> sent = new CompletableFuture<>();
                    // the SDK would wait on this thread for an export under way, and longer
                    Thread.ofPlatform()
                            .name("chronicle-export-end")
                            .daemon()
                            .start(() -> sent.complete(isDone(it.shutdown())));
                    if (!sent.completeOnTimeout(false, FLUSH_SECONDS, TimeUnit.SECONDS).join()) {
                        log.warn("The last traces and metrics did not reach the collector");
                    }
                });
    }

    private static boolean isDone(CompletableResultCode end) {
        return end.join(FLUSH_SECONDS, TimeUnit.SECONDS).isSuccess();
    }
}
