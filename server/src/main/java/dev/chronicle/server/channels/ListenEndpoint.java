package dev.chronicle.server.channels;

import dev.chronicle.pubsub.Delivery;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.pubsub.Subscriber;
import dev.chronicle.pubsub.SubscriberClosedException;
import dev.chronicle.pubsub.SubscriberOptions;
import dev.chronicle.pubsub.TooManySubscriptionsException;
import dev.chronicle.pubsub.TopicPattern;
import dev.chronicle.pubsub.UnknownChannelException;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.OpenStreams;
import dev.chronicle.server.http.PathTemplate;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.ServerSentEvents;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * {@code GET /channels/{channel}/{topic}}: the messages of a topic, or of those that a pattern
 * means, as server-sent events. A client that is slow loses messages, by the rule of the channel.
 */
final class ListenEndpoint {

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final byte[] MESSAGE = ",\"message\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "}".getBytes(StandardCharsets.US_ASCII);
    private static final int BATCH = 256;

    private final PubSub pubsub;
    private final OpenStreams streams;
    private final Duration heartbeat;
    private final SubscriberOptions queue;

    /** Tells ids of this process from those of another, which count otherwise. */
    private final String epoch;

    ListenEndpoint(
            PubSub pubsub,
            OpenStreams streams,
            Duration heartbeat,
            SubscriberOptions queue,
            String epoch) {
        this.pubsub = pubsub;
        this.streams = streams;
        this.heartbeat = heartbeat;
        this.queue = queue;
        this.epoch = epoch;
    }

    void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        String channel = PathTemplate.segment(request, ChannelsDoor.CHANNEL);
        TopicPattern topic = pattern(PathTemplate.segment(request, ChannelsDoor.TOPIC));
        OptionalLong after = lastSeen(request.headers().first(LAST_EVENT_ID).orElse(""));
        try (Subscriber subscriber = pubsub.subscriber("http", queue);
                OpenStreams.Place _ = streams.enter(subscriber::close)) {
            subscribe(channel, topic, subscriber, after);
            if (request.prologue().method() == Method.HEAD) {
                ServerSentEvents.headers(response);
                response.send();
                return;
            }
            send(subscriber, keepsHistory(channel), ServerSentEvents.begin(response));
        }
    }

    private static TopicPattern pattern(String text) {
        try {
            return TopicPattern.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    /** An id of another process says nothing here. */
    private OptionalLong lastSeen(String id) {
        String prefix = epoch + "-";
        if (id.startsWith(prefix)) {
            try {
                return OptionalLong.of(Long.parseLong(id.substring(prefix.length())));
            } catch (NumberFormatException e) {
                // not ours either
            }
        }
        return OptionalLong.empty();
    }

    private void subscribe(
            String channel, TopicPattern topic, Subscriber subscriber, OptionalLong after) {
        try {
            pubsub.subscribe(channel, topic, subscriber, after);
        } catch (UnknownChannelException e) {
            throw Problem.notFound(e.getMessage());
        } catch (TooManySubscriptionsException e) {
            throw Problem.unavailable(e.getMessage());
        }
    }

    private boolean keepsHistory(String channel) {
        return pubsub.status().stream()
                .anyMatch(it -> it.policy().name().equals(channel) && it.policy().history() > 0);
    }

    private void send(Subscriber subscriber, boolean ids, ServerSentEvents out)
            throws InterruptedException {
        try {
            while (true) {
                List<Delivery> deliveries = subscriber.take(BATCH, heartbeat);
                if (deliveries.isEmpty()) {
                    out.comment();
                }
                for (Delivery delivery : deliveries) {
                    if (ids) {
                        out.event(epoch + "-" + delivery.id(), line(delivery));
                    } else {
                        out.event(line(delivery));
                    }
                }
                out.flush();
            }
        } catch (SubscriberClosedException e) {
            out.end();
        }
    }

    /** The message stands there as it was published, but on one line. */
    private static byte[][] line(Delivery delivery) {
        byte[] envelope =
                Json.bytes(
                        json -> {
                            json.writeStartObject();
                            json.writeStringProperty("channel", delivery.message().channel());
                            json.writeStringProperty("topic", delivery.message().topic().name());
                            json.writeStringProperty(
                                    "priority",
                                    delivery.priority().name().toLowerCase(Locale.ROOT));
                            json.writeBooleanProperty(
                                    "signed", delivery.message().signature().isPresent());
                        });
        byte[] message = delivery.message().data().toByteArray();
        Json.putOnOneLine(message, message.length);
        return new byte[][] {envelope, MESSAGE, message, END};
    }
}
