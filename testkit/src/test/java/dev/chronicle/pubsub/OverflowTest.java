package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.message;
import static dev.chronicle.pubsub.ChannelsUnderTest.texts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryCounters;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.concurrent.FutureTask;

@Timeout(60)
class OverflowTest {

    private static final String CHANNEL = "bounded";

    private final TelemetryCounters counters = new TelemetryCounters();

    private PubSub pubsub(Overflow overflow) {
        Telemetry telemetry = new Telemetry();
        telemetry.attach(counters);
        ChannelPolicy policy = ChannelPolicy.of(CHANNEL, Priority.NORMAL).overflow(overflow);
        return PubSub.inProcess(PubSubOptions.standard().channel(policy), telemetry);
    }

    private static Subscriber listening(PubSub pubsub, int capacity) {
        Subscriber subscriber =
                pubsub.subscriber("s", SubscriberOptions.standard().capacity(capacity));
        pubsub.subscribe(CHANNEL, "t", subscriber);
        return subscriber;
    }

    private static int publish(PubSub pubsub, String text) {
        return switch (pubsub.publish(message(CHANNEL, "t", text))) {
            case PublishResult.Delivered(int recipients) -> recipients;
            case PublishResult.RateLimited _, PublishResult.Refused _ -> -1;
        };
    }

    private static ChannelStatus status(PubSub pubsub) {
        return pubsub.status().getLast();
    }

    @Test
    void the_oldest_give_way() throws Exception {
        PubSub pubsub = pubsub(new Overflow.DropOldest());
        Subscriber slow = listening(pubsub, 3);
        Subscriber roomy = listening(pubsub, 10);
        for (int i = 1; i <= 5; i++) {
            assertThat(publish(pubsub, "" + i)).isEqualTo(2);
        }
        assertThat(texts(slow)).containsExactly("3", "4", "5");
        assertThat(texts(roomy)).containsExactly("1", "2", "3", "4", "5");
        assertThat(slow.dropped()).isEqualTo(2);
        assertThat(status(pubsub).dropped()).isEqualTo(2);
        assertThat(counters.read().messages().dropped()).isEqualTo(2);
    }

    @Test
    void the_newest_is_dropped() throws Exception {
        PubSub pubsub = pubsub(new Overflow.DropNewest());
        Subscriber slow = listening(pubsub, 3);
        Subscriber roomy = listening(pubsub, 10);
        for (int i = 1; i <= 5; i++) {
            assertThat(publish(pubsub, "" + i)).isEqualTo(i <= 3 ? 2 : 1);
        }
        assertThat(texts(slow)).containsExactly("1", "2", "3");
        assertThat(texts(roomy)).hasSize(5);
        assertThat(slow.dropped()).isEqualTo(2);
        assertThat(counters.read().messages().dropped()).isEqualTo(2);
    }

    @Test
    void the_publisher_waits_for_room_when_everybody_else_has_the_message() throws Exception {
        PubSub pubsub = pubsub(new Overflow.Block(Duration.ofMinutes(1)));
        Subscriber slow = listening(pubsub, 1);
        Subscriber roomy = listening(pubsub, 10);
        publish(pubsub, "1");
        FutureTask<Integer> second = new FutureTask<>(() -> publish(pubsub, "2"));
        Thread.ofVirtual().start(second);

        roomy.take(1, Threads.PATIENCE);
        assertThat(roomy.take(1, Threads.PATIENCE))
                .extracting(ChannelsUnderTest::text)
                .containsExactly("2");
        assertThat(second.isDone()).isFalse();
        assertThat(slow.take(1, Threads.PATIENCE))
                .extracting(ChannelsUnderTest::text)
                .containsExactly("1");
        assertThat(second.get()).isEqualTo(2);
        assertThat(texts(slow)).containsExactly("2");
    }

    @Test
    void the_wait_has_a_limit_for_all_together_and_then_the_message_is_dropped() throws Exception {
        PubSub pubsub = pubsub(new Overflow.Block(Duration.ofMillis(20)));
        Subscriber slow = listening(pubsub, 1);
        Subscriber slower = listening(pubsub, 1);

        assertThat(publish(pubsub, "1")).isEqualTo(2);
        assertThat(publish(pubsub, "2")).isZero();
        assertThat(texts(slow)).containsExactly("1");
        assertThat(texts(slower)).containsExactly("1");
        assertThat(counters.read().messages().dropped()).isEqualTo(2);
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays() {
        PubSub pubsub = pubsub(new Overflow.Block(Duration.ofMinutes(1)));
        listening(pubsub, 1);
        publish(pubsub, "1");
        Thread.currentThread().interrupt();

        assertThat(publish(pubsub, "2")).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_subscriber_that_is_closed_ends_the_wait() throws Exception {
        PubSub pubsub = pubsub(new Overflow.Block(Duration.ofMinutes(1)));
        Subscriber slow = listening(pubsub, 1);
        publish(pubsub, "1");
        FutureTask<Integer> second = new FutureTask<>(() -> publish(pubsub, "2"));
        Thread publisher = Thread.ofPlatform().start(second);
        Threads.awaitBlocked(publisher);
        slow.close();

        assertThat(second.get()).isZero();
    }

    @Test
    void bytes_are_bounded_too_and_one_message_always_has_room() throws Exception {
        PubSub pubsub = pubsub(new Overflow.DropOldest());
        Subscriber slow = pubsub.subscriber("s", new SubscriberOptions(1000, 10_000));
        pubsub.subscribe(CHANNEL, "t", slow);
        for (int i = 0; i < 100; i++) {
            pubsub.publish(message(CHANNEL, "t", "x".repeat(1000)));
        }
        assertThat(slow.queued()).isBetween(5, 10);
        EventData large = EventData.json("\"" + "y".repeat(100_000) + "\"");
        pubsub.publish(Message.of(CHANNEL, "t", large));

        assertThat(slow.queued()).isEqualTo(1);
        assertThat(slow.take(1, Duration.ZERO).getFirst().message().data()).isEqualTo(large);
    }

    @Test
    void a_full_queue_of_low_messages_leaves_room_for_others() throws Exception {
        PubSub pubsub = pubsub(new Overflow.DropNewest());
        Subscriber slow = listening(pubsub, 3);
        pubsub.subscribe("events", "t", slow);
        for (int i = 1; i <= 5; i++) {
            publish(pubsub, "normal-" + i);
        }
        pubsub.publish(message("events", "t", "high"));

        assertThat(texts(slow)).containsExactly("high", "normal-1", "normal-2", "normal-3");
    }

    @Test
    void a_subscriber_that_never_takes_delays_nobody_and_stays_as_small() throws Exception {
        PubSub pubsub = pubsub(new Overflow.DropOldest());
        Subscriber dead = listening(pubsub, 100);
        Subscriber alive = listening(pubsub, 100);
        for (int i = 0; i < 200_000; i++) {
            assertThat(publish(pubsub, "x")).isEqualTo(2);
            assertThat(alive.take(1, Threads.PATIENCE)).hasSize(1);
        }
        assertThat(dead.queued()).isEqualTo(100);
        assertThat(dead.dropped()).isEqualTo(199_900);
        assertThat(alive.dropped()).isZero();
    }
}
