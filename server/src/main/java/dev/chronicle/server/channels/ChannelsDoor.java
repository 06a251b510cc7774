package dev.chronicle.server.channels;

import dev.chronicle.pubsub.ChannelStatus;
import dev.chronicle.pubsub.MessageSigner;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.pubsub.PubSubOptions;
import dev.chronicle.pubsub.Secret;
import dev.chronicle.pubsub.SigningOptions;
import dev.chronicle.pubsub.SubscriberOptions;
import dev.chronicle.pubsub.Transport;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.ErrorStyle;
import dev.chronicle.server.http.HttpLimits;
import dev.chronicle.server.http.MemoryBudget;
import dev.chronicle.server.http.OpenStreams;
import dev.chronicle.telemetry.Telemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The publish and subscribe channels of this server. */
public final class ChannelsDoor {

    /** The segments of the path. */
    static final int CHANNEL = 2;

    static final int TOPIC = 3;

    private static final Logger log = LoggerFactory.getLogger(ChannelsDoor.class);

    /** The largest message over HTTP. */
    private static final int MAX_MESSAGE_BYTES = 64 * 1024;

    private static final int MAX_QUEUED = 10_000;
    private static final long MOST_QUEUED_BYTES = 1 << 20;

    private final PubSub pubsub;
    private final ChannelSecrets secrets;
    private final Map<String, Endpoint> endpoints;
    private String lastFailure = "";

    /**
     * @param streams where each listener takes a place
     * @param largeBodies what large requests may take of the heap
     */
    public ChannelsDoor(
            ChannelSecrets secrets,
            OpenStreams streams,
            HttpLimits limits,
            MemoryBudget largeBodies,
            Reach reach) {
        this.secrets = secrets;
        pubsub =
                new PubSub(
                        PubSubOptions.standard().maxMessageBytes(MAX_MESSAGE_BYTES),
                        new MessageSigner(
                                SigningOptions.standard(),
                                InstantSource.system(),
                                new SecureRandom()),
                        reach.transport(),
                        reach.telemetry(),
                        System::nanoTime);
        useSecrets();
        String epoch = UUID.randomUUID().toString().substring(0, 8);
        PublishEndpoint publish = new PublishEndpoint(pubsub, MAX_MESSAGE_BYTES, largeBodies);
        ListenEndpoint listen =
                new ListenEndpoint(
                        pubsub, streams, limits.heartbeat(), queue(limits.maxStreams()), epoch);
        endpoints =
                Map.of(
                        "/channels",
                        Endpoint.get(ErrorStyle.ERROR_AND_DETAIL, new TableEndpoint(pubsub)::get),
                        "/channels/{channel}/{topic}",
                        Endpoint.getAndPost(
                                ErrorStyle.ERROR_AND_DETAIL, listen::get, publish::post));
    }

    /**
     * Whom messages reach, and who hears of it.
     *
     * @param transport to the subscribers of this process or of others, too
     */
    public record Reach(Transport transport, Telemetry telemetry) {}

    /** All listeners together may hold a quarter of the heap. */
    private static SubscriberOptions queue(int maxStreams) {
        long share = Runtime.getRuntime().maxMemory() / 4 / maxStreams;
        return new SubscriberOptions(MAX_QUEUED, Math.min(share, MOST_QUEUED_BYTES));
    }

    /** What it answers, by path. */
    public Map<String, Endpoint> endpoints() {
        return endpoints;
    }

    /** The channels and what they have done. */
    public List<ChannelStatus> status() {
        return pubsub.status();
    }

    /** Looks whether the secrets were changed. One thread at a time calls it. */
    public void tick() {
        try {
            if (secrets.refresh()) {
                useSecrets();
                log.info("The secrets of the channels were changed");
            }
            lastFailure = "";
        } catch (IOException | IllegalArgumentException e) {
            if (!lastFailure.equals(e.toString())) {
                lastFailure = e.toString();
                log.warn("The secrets of the channels stay as they were: {}", lastFailure);
            }
        }
    }

    private void useSecrets() {
        List<Secret> all = secrets.current();
        if (!all.isEmpty()) {
            pubsub.signer()
                    .setSecret(all.getFirst(), all.subList(1, all.size()).toArray(Secret[]::new));
        }
    }
}
