package dev.chronicle.server;

import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.Problem;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /health} and {@code GET /ready}: whether events are taken, and how far it has got. */
final class HealthEndpoint {

    private final EventStore store;
    private final Supplier<ChannelStatus> audit;
    private final Supplier<ChannelStatus> aggregator;
    private final String version;

    HealthEndpoint(
            EventStore store,
            Supplier<ChannelStatus> audit,
            Supplier<ChannelStatus> aggregator,
            String version) {
        this.store = store;
        this.audit = audit;
        this.aggregator = aggregator;
        this.version = version;
    }

    /** Everything, for the whole server. */
    void get(ServerRequest request, ServerResponse response) {
        ChannelStatus records = audit.get();
        ChannelStatus batches = aggregator.get();
        Optional<String> reason = whyUnhealthy(records).or(() -> whyUnhealthy(batches));
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            writeStatus(json, reason);
                            json.writeStringProperty("version", version);
                            json.writeNumberProperty("position", store.head().value());
                            json.writeStringProperty("store", name(store.status()));
                            writeChannel(json, records, "consumers");
                            json.writeObjectPropertyStart("aggregator");
                            writeChannel(json, batches, "workers");
                            json.writeEndObject();
                            json.writeEndObject();
                        });
        Answer.json(request, response, status(reason), body);
    }

    /** Only whether the aggregator is well, as its clients expect. */
    void aggregator(ServerRequest request, ServerResponse response) {
        Optional<String> reason = whyUnhealthy(aggregator.get());
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            writeStatus(json, reason);
                            json.writeEndObject();
                        });
        Answer.json(request, response, status(reason), body);
    }

    /** Whether the aggregator takes events. */
    void ready(ServerRequest request, ServerResponse response) {
        if (whyUnhealthy(aggregator.get()).isPresent()) {
            throw Problem.unavailable("Service not ready");
        }
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeStringProperty("status", "ready");
                            json.writeEndObject();
                        });
        Answer.json(request, response, Status.OK_200, body);
    }

    private Optional<String> whyUnhealthy(ChannelStatus queue) {
        return switch (store.status()) {
            case StoreStatus.Failed(String reason) -> Optional.of(reason);
            case StoreStatus.Unreachable(String reason) -> Optional.of(reason);
            case StoreStatus.Closed _ -> Optional.of("the store is closed");
            case StoreStatus.Open _ ->
                    switch (queue.state()) {
                        case OPEN -> Optional.empty();
                        case UNREACHABLE -> Optional.of("the channel is not reached");
                        case CLOSED -> Optional.of("the server is stopping");
                        case FAILED -> Optional.of("the consumers have given up");
                    };
        };
    }

    private static Status status(Optional<String> reason) {
        return reason.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503;
    }

    private static void writeStatus(JsonGenerator json, Optional<String> reason) {
        json.writeStringProperty("status", reason.isEmpty() ? "healthy" : "unhealthy");
        reason.ifPresent(it -> json.writeStringProperty("reason", it));
    }

    private static void writeChannel(JsonGenerator json, ChannelStatus queue, String consumers) {
        json.writeObjectPropertyStart("queue");
        json.writeStringProperty("state", lower(queue.state()));
        json.writeNumberProperty("depth", queue.queued());
        json.writeNumberProperty("in_flight", queue.inFlight());
        json.writeNumberProperty("capacity", queue.capacity());
        json.writeNumberProperty("bytes", queue.weight());
        json.writeNumberProperty("max_bytes", queue.maxWeight());
        json.writeEndObject();
        json.writeArrayPropertyStart(consumers);
        for (ChannelStatus.ConsumerStatus consumer : queue.consumers()) {
            json.writeStartObject();
            json.writeStringProperty("name", consumer.name());
            json.writeStringProperty("state", lower(consumer.state()));
            json.writeNumberProperty("processed", consumer.processed());
            json.writeNumberProperty("failed", consumer.failed());
            json.writeNumberProperty("restarts", consumer.restarts());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static String name(StoreStatus status) {
        return switch (status) {
            case StoreStatus.Open _ -> "open";
            case StoreStatus.Failed _ -> "failed";
            case StoreStatus.Unreachable _ -> "unreachable";
            case StoreStatus.Closed _ -> "closed";
        };
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
