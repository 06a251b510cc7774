package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** {@code GET /stats} and {@code GET /audit/summary}: what was counted. */
final class StatsEndpoint {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Ledger ledger;
    private final int workers;
    private final LongSupplier nanoClock;
    private final long started;

    /**
     * @param workers how many there are, listed also where they have done nothing
     */
    StatsEndpoint(Ledger ledger, int workers, LongSupplier nanoClock) {
        this.ledger = ledger;
        this.workers = workers;
        this.nanoClock = nanoClock;
        started = nanoClock.getAsLong();
    }

    private record Stats(Tally total, List<String> topics) {}

    void stats(ServerRequest request, ServerResponse response) {
        Stats stats =
                ledger.read(
                        counts ->
                                new Stats(
                                        counts.total().copy(),
                                        List.copyOf(counts.topics().keySet())));
        Answer.json(request, response, Status.OK_200, Json.bytes(json -> write(json, stats)));
    }

    /** Failed deliveries are not counted here: received is what was processed, one way or other. */
    private void write(JsonGenerator json, Stats stats) {
        json.writeStartObject();
        json.writeNumberProperty("received", stats.total.processed() + stats.total.dropped());
        json.writeNumberProperty("unique_processed", stats.total.processed());
        json.writeNumberProperty("duplicated_dropped", stats.total.dropped());
        json.writeArrayPropertyStart("topics");
        stats.topics.forEach(json::writeString);
        json.writeEndArray();
        json.writeNumberProperty("uptime", (nanoClock.getAsLong() - started) / NANOS_PER_SECOND);
        json.writeEndObject();
    }

    void summary(ServerRequest request, ServerResponse response) {
        Counts counts = ledger.read(Counts::copy);
        Answer.json(request, response, Status.OK_200, Json.bytes(json -> write(json, counts)));
    }

    private void write(JsonGenerator json, Counts counts) {
        for (int worker = 0; worker < workers; worker++) {
            counts.addWorker(worker, new Tally());
        }
        json.writeStartObject();
        write(json, "total_", counts.total());
        write(json, "by_topic", counts.topics());
        write(json, "by_worker", counts.workers());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, SortedMap<?, Tally> tallies) {
        json.writeObjectPropertyStart(name);
        for (Map.Entry<?, Tally> each : tallies.entrySet()) {
            json.writeObjectPropertyStart(each.getKey().toString());
            write(json, "", each.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String prefix, Tally tally) {
        json.writeNumberProperty(prefix + "received", tally.received());
        json.writeNumberProperty(prefix + "queued", tally.received());
        json.writeNumberProperty(prefix + "processed", tally.processed());
        json.writeNumberProperty(prefix + "dropped", tally.dropped());
        json.writeNumberProperty(prefix + "failed", tally.failed());
    }
}
