package dev.chronicle.pubsub;

import dev.chronicle.event.EventData;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.testkit.MutableClock;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Channels with clocks that stand still until they are moved. */
final class ChannelsUnderTest {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Secret SECRET = Secret.of("a secret of the tests");

    final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    final MutableClock clock = new MutableClock(NOW);
    final TelemetryCounters counters = new TelemetryCounters();
    final Telemetry telemetry = new Telemetry();
    final MessageSigner signer;
    final PubSub pubsub;

    ChannelsUnderTest() {
        this(PubSubOptions.standard());
    }

    ChannelsUnderTest(PubSubOptions options) {
        telemetry.attach(counters);
        signer = new MessageSigner(SigningOptions.standard(), clock, new Random(1));
        signer.setSecret(SECRET);
        pubsub = new PubSub(options, signer, Transport.inProcess(), telemetry, nanos::get);
    }

    void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        clock.advance(duration);
    }

    static Message message(String channel, String topic, String text) {
        return Message.of(channel, topic, EventData.json("\"" + text + "\""));
    }

    /** Publishes text, signed where it must be. */
    PublishResult publish(String channel, String topic, String text) {
        Message message = message(channel, topic, text);
        boolean required = channel.equals("alerts") || channel.equals("security");
        return pubsub.publish(required ? signer.sign(message) : message);
    }

    Subscriber subscriber() {
        return pubsub.subscriber("test", SubscriberOptions.standard());
    }

    Subscriber listening(String channel, String topic) {
        Subscriber subscriber = subscriber();
        pubsub.subscribe(channel, topic, subscriber);
        return subscriber;
    }

    /** The texts that wait for a subscriber. */
    static List<String> texts(Subscriber subscriber) throws InterruptedException {
        List<String> texts = new ArrayList<>();
        while (subscriber.queued() > 0) {
            subscriber.take(1000, Duration.ZERO).forEach(it -> texts.add(text(it)));
        }
        return texts;
    }

    static String text(Delivery delivery) {
        return delivery.message().data().text().replace("\"", "");
    }
}
