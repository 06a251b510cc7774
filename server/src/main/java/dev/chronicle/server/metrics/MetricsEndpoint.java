package dev.chronicle.server.metrics;

import dev.chronicle.server.http.Answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: every count of the server, read at that moment, in the <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">text format of
 * Prometheus</a>.
 */
public final class MetricsEndpoint {

    private static final Header TYPE =
            HeaderValues.createCached(
                    HeaderNames.CONTENT_TYPE, PrometheusTextFormatWriter.CONTENT_TYPE);

    private final List<Supplier<List<MetricSnapshot>>> sources;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    /**
     * @param sources what is read; no two have a metric of one name
     */
    public MetricsEndpoint(List<Supplier<List<MetricSnapshot>>> sources) {
        this.sources = List.copyOf(sources);
    }

    /** All of them, as they are now. */
    public List<MetricSnapshot> read() {
        List<MetricSnapshot> all = new ArrayList<>();
        sources.forEach(source -> all.addAll(source.get()));
        return all;
    }

    /** Answers with all of them. */
    public void get(ServerRequest request, ServerResponse response) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream(16 * 1024);
        writer.write(text, new MetricSnapshots(read()));
        response.status(Status.OK_200).header(TYPE).header(Answer.NOSNIFF);
        if (request.prologue().method() == Method.HEAD) {
            response.contentLength(text.size());
            response.send();
        } else {
            response.send(text.toByteArray());
        }
    }
}
