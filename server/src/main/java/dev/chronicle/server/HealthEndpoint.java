package dev.chronicle.server;

import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code GET /health}: whether events are taken, and how far the server has got. */
final class HealthEndpoint {

    private final EventStore store;
    private final Supplier<ChannelStatus> channel;
    private final String version;

    HealthEndpoint(EventStore store, Supplier<ChannelStatus> channel, String version) {
        this.store = store;
        this.channel = channel;
        this.version = version;
    }

    void get(ServerRequest request, ServerResponse response) {
        ChannelStatus queue = channel.get();
        StoreStatus status = store.status();
        Optional<String> reason = whyUnhealthy(status, queue);
        byte[] body = Json.bytes(json -> write(json, status, queue, reason));
        Answer.json(
                request,
                response,
                reason.isEmpty() ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503,
                body);
    }

    private static Optional<String> whyUnhealthy(StoreStatus store, ChannelStatus queue) {
        return switch (store) {
            case StoreStatus.Failed(String reason) -> Optional.of(reason);
            case StoreStatus.Closed _ -> Optional.of("the store is closed");
            case StoreStatus.Open _ ->
                    switch (queue.state()) {
                        case OPEN -> Optional.empty();
                        case CLOSED -> Optional.of("the server is stopping");
                        case FAILED -> Optional.of("the consumers have given up");
                    };
        };
    }

    private void write(
            JsonGenerator json, StoreStatus status, ChannelStatus queue, Optional<String> reason) {
        json.writeStartObject();
        json.writeStringProperty("status", reason.isEmpty() ? "healthy" : "unhealthy");
        reason.ifPresent(it -> json.writeStringProperty("reason", it));
        json.writeStringProperty("version", version);
        json.writeNumberProperty("position", store.head().value());
        json.writeStringProperty("store", name(status));
        json.writeObjectPropertyStart("queue");
        json.writeStringProperty("state", lower(queue.state()));
        json.writeNumberProperty("depth", queue.queued());
        json.writeNumberProperty("in_flight", queue.inFlight());
        json.writeNumberProperty("capacity", queue.capacity());
        json.writeNumberProperty("bytes", queue.weight());
        json.writeNumberProperty("max_bytes", queue.maxWeight());
        json.writeEndObject();
        json.writeArrayPropertyStart("consumers");
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
        json.writeEndObject();
    }

    private static String name(StoreStatus status) {
        return switch (status) {
            case StoreStatus.Open _ -> "open";
            case StoreStatus.Failed _ -> "failed";
            case StoreStatus.Closed _ -> "closed";
        };
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
