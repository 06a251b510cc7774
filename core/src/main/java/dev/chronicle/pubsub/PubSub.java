package dev.chronicle.pubsub;

import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The channels: messages published to a topic of one reach everybody who listens to that topic on
 * that channel, at most once for each subscription. Nothing is stored beyond a short history.
 * Threads may share it.
 */
public final class PubSub implements AutoCloseable {

    private final PubSubOptions options;
    private final MessageSigner signer;
    private final Transport transport;
    private final Telemetry telemetry;
    private final Map<String, PubSubChannel> channels = new LinkedHashMap<>();
    private final AtomicInteger subscriptions = new AtomicInteger();

    /**
     * @param signer verifies signatures; it may get its secrets later
     * @param transport how messages reach other processes; it is closed with this
     * @param nanoClock what rates and waits are measured with, as {@link System#nanoTime}
     */
    public PubSub(
            PubSubOptions options,
            MessageSigner signer,
            Transport transport,
            Telemetry telemetry,
            LongSupplier nanoClock) {
        this.options = options;
        this.signer = signer;
        this.transport = transport;
        this.telemetry = telemetry;
        for (ChannelPolicy policy : options.channels()) {
            channels.put(policy.name(), new PubSubChannel(policy, nanoClock));
        }
        transport.connect(this::deliver);
    }

    /** Within this process, by the system's clocks. */
    public static PubSub inProcess(PubSubOptions options, Telemetry telemetry) {
        return new PubSub(
                options,
                new MessageSigner(
                        SigningOptions.standard(), InstantSource.system(), new SecureRandom()),
                Transport.inProcess(),
                telemetry,
                System::nanoTime);
    }

    /** What signs and verifies messages, and is told the secrets. */
    public MessageSigner signer() {
        return signer;
    }

    /**
     * Hands a message to everybody who listens. The rate is looked at before the signature, and a
     * message that is refused for its signature takes nothing of the rate.
     *
     * <p>Waits only on a channel whose policy is {@link Overflow.Block}; an interrupt ends that
     * wait and stays set.
     *
     * @throws UnknownChannelException if there is no such channel
     * @throws IllegalArgumentException if the message is too large
     */
    public PublishResult publish(Message message) {
        PubSubChannel channel = channel(message.channel());
        requireSize(message);
        PublishResult result = publish(channel, message);
        switch (result) {
            case PublishResult.Delivered _ -> {}
            case PublishResult.RateLimited _ -> {
                channel.rateLimited();
                refused(message, "rate_limited");
            }
            case PublishResult.Refused(Refusal reason) -> {
                channel.refused();
                refused(message, reason.code());
            }
        }
        return result;
    }

    private void requireSize(Message message) {
        if (message.data().size() > options.maxMessageBytes()) {
            throw new IllegalArgumentException(
                    "a message has up to %d bytes: size=%d"
                            .formatted(options.maxMessageBytes(), message.data().size()));
        }
    }

    private void refused(Message message, String reason) {
        telemetry.emit(
                () ->
                        new TelemetryEvent.MessageRefused(
                                message.channel(), message.topic().name(), reason));
    }

    private PublishResult publish(PubSubChannel channel, Message message) {
        String topic = message.topic().name();
        Optional<RateLimiter> limiter = channel.limiter();
        long wait = limiter.map(it -> it.waitNanos(topic)).orElse(0L);
        if (wait > 0) {
            return limited(channel, wait);
        }
        boolean signed = message.signature().isPresent();
        if (!signed && channel.policy().signing() == Signing.REQUIRED) {
            return new PublishResult.Refused(Refusal.SIGNATURE_REQUIRED);
        }
        Optional<Refusal> wrong = signed ? signer.check(message) : Optional.empty();
        if (wrong.isPresent()) {
            return new PublishResult.Refused(wrong.get());
        }
        wait = limiter.map(it -> it.take(topic)).orElse(0L);
        if (wait > 0) {
            return limited(channel, wait);
        }
        // remembered last, since a message that came too soon may come again
        Optional<Refusal> again = signed ? signer.take(message) : Optional.empty();
        if (again.isPresent()) {
            limiter.ifPresent(it -> it.giveBack(topic));
            return new PublishResult.Refused(again.get());
        }
        return new PublishResult.Delivered(transport.send(message));
    }

    private static PublishResult limited(PubSubChannel channel, long waitNanos) {
        return new PublishResult.RateLimited(
                channel.policy().maxPerSecond().orElseThrow(), Duration.ofNanos(waitNanos));
    }

    /** What the transport brings. A channel that only others have is nobody's here. */
    private int deliver(Message message) {
        PubSubChannel channel = channels.get(message.channel());
        if (channel == null) {
            return 0;
        }
        PubSubChannel.Broadcast broadcast = channel.deliver(message);
        int recipients = broadcast.recipients();
        telemetry.emit(
                () ->
                        new TelemetryEvent.ChannelBroadcast(
                                message.channel(), message.topic().name(), recipients));
        if (broadcast.dropped() > 0) {
            telemetry.emit(
                    () ->
                            new TelemetryEvent.MessagesDropped(
                                    message.channel(),
                                    message.topic().name(),
                                    broadcast.dropped()));
        }
        return recipients;
    }

    /**
     * Somebody who can subscribe; to be closed.
     *
     * @param name for telemetry
     */
    public Subscriber subscriber(String name, SubscriberOptions options) {
        return new Subscriber(name, options, telemetry);
    }

    /**
     * Makes a subscriber listen. On a channel with a history the last messages come first.
     *
     * @param topic a topic, or a pattern as {@link TopicPattern} says
     * @return what ends it
     * @throws UnknownChannelException if there is no such channel
     * @throws IllegalArgumentException if the topic makes no sense
     * @throws SubscriberClosedException if the subscriber is closed
     * @throws TooManySubscriptionsException if there are as many as there may be
     */
    public TopicSubscription subscribe(String channel, String topic, Subscriber subscriber) {
        return subscribe(channel, TopicPattern.parse(topic), subscriber, OptionalLong.empty());
    }

    /**
     * The same, going on behind a message that was seen.
     *
     * @param after the id of that {@link Delivery}; of the history only what lies behind it comes
     */
    public TopicSubscription subscribe(
            String channel, TopicPattern pattern, Subscriber subscriber, OptionalLong after) {
        PubSubChannel listened = channel(channel);
        if (subscriptions.incrementAndGet() > options.maxSubscriptions()) {
            subscriptions.decrementAndGet();
            throw new TooManySubscriptionsException(options.maxSubscriptions());
        }
        TopicSubscription subscription =
                new TopicSubscription(
                        channel, pattern, subscriber, it -> unsubscribe(listened, it));
        listened.subscribe(subscription, after);
        subscriber.add(subscription);
        return subscription;
    }

    private void unsubscribe(PubSubChannel channel, TopicSubscription subscription) {
        channel.unsubscribe(subscription);
        subscription.subscriber().forget(subscription);
        subscriptions.decrementAndGet();
    }

    private PubSubChannel channel(String name) {
        PubSubChannel channel = channels.get(name);
        if (channel == null) {
            throw new UnknownChannelException(name);
        }
        return channel;
    }

    /** The channels with their counts, in the order of the options. */
    public List<ChannelStatus> status() {
        return channels.values().stream().map(PubSubChannel::status).toList();
    }

    /** Ends the transport. Subscribers are their owners' to close. */
    @Override
    public void close() {
        transport.close();
    }
}
