package dev.chronicle.server.channels;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.pubsub.PublishResult;
import dev.chronicle.pubsub.Refusal;
import dev.chronicle.pubsub.Signature;
import dev.chronicle.pubsub.Topic;
import dev.chronicle.pubsub.UnknownChannelException;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.MemoryBudget;
import dev.chronicle.server.http.PathTemplate;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.RequestBody;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Optional;

/** {@code POST /channels/{channel}/{topic}}: publishes a message. */
final class PublishEndpoint {

    private static final int COPIES = 4;

    private static final HeaderName SIGNATURE = HeaderNames.create("Chronicle-Signature");
    private static final HeaderName SIGNED_AT = HeaderNames.create("Chronicle-Signed-At");
    private static final HeaderName NONCE = HeaderNames.create("Chronicle-Nonce");

    private final PubSub pubsub;
    private final int maxBytes;
    private final MemoryBudget largeBodies;

    PublishEndpoint(PubSub pubsub, int maxBytes, MemoryBudget largeBodies) {
        this.pubsub = pubsub;
        this.maxBytes = maxBytes;
        this.largeBodies = largeBodies;
    }

    void post(ServerRequest request, ServerResponse response) {
        String channel = PathTemplate.segment(request, ChannelsDoor.CHANNEL);
        Topic topic = topic(PathTemplate.segment(request, ChannelsDoor.TOPIC));
        try (RequestBody body = RequestBody.read(request, maxBytes, COPIES, largeBodies)) {
            Message message = message(channel, topic, body, headers(request));
            switch (publish(message)) {
                case PublishResult.Delivered(int recipients) ->
                        Answer.json(request, response, Status.ACCEPTED_202, accepted(recipients));
                case PublishResult.RateLimited limited -> {
                    RateHeaders.set(response, channel, limited);
                    throw rateLimited(channel, limited);
                }
                case PublishResult.Refused(Refusal reason) ->
                        throw refused(response, channel, reason);
            }
        }
    }

    private static Topic topic(String name) {
        try {
            return new Topic(name);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    private static Signature headers(ServerRequest request) {
        return new Signature(
                request.headers().first(SIGNATURE),
                request.headers().first(SIGNED_AT),
                request.headers().first(NONCE));
    }

    private static Message message(
            String channel, Topic topic, RequestBody body, Signature headers) {
        Optional<SignedJson> signed;
        try {
            signed = SignedJson.read(body.bytes(), body.length());
        } catch (IllegalArgumentException e) {
            throw Problem.badJson(String.valueOf(e.getMessage()));
        }
        if (headers.isPresent() || signed.isEmpty()) {
            EventData raw = EventData.of(EventData.JSON, body.bytes(), 0, body.length());
            return new Message(channel, topic, raw, headers);
        }
        return new Message(channel, topic, signed.get().data(), signed.get().signature());
    }

    private PublishResult publish(Message message) {
        try {
            return pubsub.publish(message);
        } catch (UnknownChannelException e) {
            throw Problem.notFound(e.getMessage());
        }
    }

    private static byte[] accepted(int recipients) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("status", "accepted");
                    json.writeNumberProperty("recipients", recipients);
                    json.writeEndObject();
                });
    }

    private static Problem rateLimited(String channel, PublishResult.RateLimited limited) {
        return new Problem(
                Status.TOO_MANY_REQUESTS_429,
                "rate_limited",
                "channel %s takes %d messages a second for each topic"
                        .formatted(channel, limited.maxPerSecond()));
    }

    private Problem refused(ServerResponse response, String channel, Refusal reason) {
        String detail = detail(channel, reason);
        if (reason == Refusal.TOO_MANY_SIGNED) {
            return new Problem(Status.SERVICE_UNAVAILABLE_503, reason.code(), detail);
        }
        response.header(HeaderValues.create(HeaderNames.WWW_AUTHENTICATE, "Chronicle-HMAC-SHA256"));
        return new Problem(Status.UNAUTHORIZED_401, reason.code(), detail);
    }

    private String detail(String channel, Refusal reason) {
        String none = "; this server has no secret: set CHRONICLE_HMAC_SECRET";
        return switch (reason) {
            case SIGNATURE_REQUIRED ->
                    "channel %s takes signed messages only".formatted(channel)
                            + (pubsub.signer().hasSecret() ? "" : none);
            case NO_SECRET -> "the signature cannot be verified" + none;
            case MISSING_SIGNATURE -> "the signature itself is missing";
            case MISSING_TIMESTAMP -> "signed_at is missing";
            case INVALID_TIMESTAMP -> "signed_at must be Unix seconds, not in the future";
            case MESSAGE_EXPIRED -> "it was signed too long ago";
            case INVALID_SIGNATURE ->
                    "it was not signed with a secret of this server, or changed since, or has no"
                            + " nonce";
            case REPLAYED_MESSAGE -> "the same signed message was taken before";
            case TOO_MANY_SIGNED -> "more signed messages of late than can be remembered";
        };
    }
}
