package dev.chronicle.server.channels;

import dev.chronicle.pubsub.ChannelPolicy;
import dev.chronicle.pubsub.ChannelStatus;
import dev.chronicle.pubsub.Overflow;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import tools.jackson.core.JsonGenerator;

import java.util.Locale;

/** {@code GET /channels}: the rules of each channel, and what it has done. */
final class TableEndpoint {

    private final PubSub pubsub;

    TableEndpoint(PubSub pubsub) {
        this.pubsub = pubsub;
    }

    void get(ServerRequest request, ServerResponse response) {
        byte[] body =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeArrayPropertyStart("channels");
                            pubsub.status().forEach(status -> write(json, status));
                            json.writeEndArray();
                            json.writeEndObject();
                        });
        Answer.json(request, response, Status.OK_200, body);
    }

    private static void write(JsonGenerator json, ChannelStatus status) {
        ChannelPolicy policy = status.policy();
        json.writeStartObject();
        json.writeStringProperty("name", policy.name());
        json.writeStringProperty("priority", lower(policy.priority()));
        if (policy.maxPerSecond().isPresent()) {
            json.writeNumberProperty("max_per_second", policy.maxPerSecond().getAsInt());
        } else {
            json.writeNullProperty("max_per_second");
        }
        json.writeStringProperty("signature", lower(policy.signing()));
        json.writeStringProperty("overflow", name(policy.overflow()));
        json.writeNumberProperty("history", policy.history());
        json.writeNumberProperty("subscriptions", status.subscriptions());
        json.writeNumberProperty("published", status.published());
        json.writeNumberProperty("delivered", status.delivered());
        json.writeNumberProperty("dropped", status.dropped());
        json.writeNumberProperty("rate_limited", status.rateLimited());
        json.writeNumberProperty("refused", status.refused());
        json.writeEndObject();
    }

    private static String name(Overflow overflow) {
        return switch (overflow) {
            case Overflow.DropOldest _ -> "drop_oldest";
            case Overflow.DropNewest _ -> "drop_newest";
            case Overflow.Block _ -> "block";
        };
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
