package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.text;
import static dev.chronicle.pubsub.ChannelsUnderTest.texts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class PriorityTest {

    private final ChannelsUnderTest channels =
            new ChannelsUnderTest(
                    PubSubOptions.standard().channel(ChannelPolicy.of("chatter", Priority.LOW)));

    private Subscriber toAll() {
        Subscriber subscriber = channels.subscriber();
        for (ChannelStatus channel : channels.pubsub.status()) {
            channels.pubsub.subscribe(channel.policy().name(), ">", subscriber);
        }
        return subscriber;
    }

    private static Delivery next(Subscriber subscriber) throws InterruptedException {
        return subscriber.take(1, Duration.ZERO).getFirst();
    }

    @Test
    void critical_overtakes_ten_thousand_low_messages_of_a_slow_subscriber() throws Exception {
        Subscriber slow = toAll();
        for (int i = 0; i < 10_000; i++) {
            channels.publish("chatter", "t", "low-" + i);
        }
        assertThat(text(next(slow))).isEqualTo("low-0");
        channels.publish("alerts", "t", "critical");

        assertThat(text(next(slow))).isEqualTo("critical");
        assertThat(text(next(slow))).isEqualTo("low-1");
        assertThat(slow.queued()).isEqualTo(9_998);
    }

    @Test
    void higher_goes_before_lower_and_in_order_among_equals() throws Exception {
        Subscriber subscriber = toAll();
        for (String channel : List.of("chatter", "audit", "events", "alerts")) {
            channels.publish(channel, "t", channel + "-1");
            channels.publish(channel, "t", channel + "-2");
        }
        assertThat(texts(subscriber))
                .containsExactly(
                        "alerts-1",
                        "alerts-2",
                        "events-1",
                        "events-2",
                        "audit-1",
                        "audit-2",
                        "chatter-1",
                        "chatter-2");
    }

    @Test
    void two_channels_of_one_priority_take_turns_as_they_come() throws Exception {
        Subscriber subscriber = toAll();
        channels.publish("system", "t", "1");
        channels.publish("audit", "t", "2");
        channels.publish("system", "t", "3");

        assertThat(texts(subscriber)).containsExactly("1", "2", "3");
    }

    @Test
    void low_is_not_starved_by_a_flood_of_high() throws Exception {
        Subscriber subscriber = toAll();
        channels.publish("chatter", "t", "low");
        channels.publish("audit", "t", "normal");
        for (int i = 0; i < 1000; i++) {
            channels.publish("events", "t", "high-" + i);
        }
        List<String> order = texts(subscriber);

        assertThat(order.indexOf("normal")).isLessThanOrEqualTo(Mailbox.PATIENCE + 1);
        assertThat(order.indexOf("low")).isLessThanOrEqualTo(Mailbox.PATIENCE + 1);
    }

    @Test
    void no_message_at_the_head_of_its_queue_is_overtaken_for_ever(RandomGenerator random)
            throws Exception {
        Mailbox mailbox = new Mailbox(SubscriberOptions.standard());
        Map<Priority, Integer> overtaken = new EnumMap<>(Priority.class);
        Map<Priority, Integer> queued = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            overtaken.put(priority, 0);
            queued.put(priority, 0);
        }
        Message message = ChannelsUnderTest.message("events", "t", "x");
        for (int i = 0; i < 50_000; i++) {
            if (random.nextInt(5) < 3) {
                Priority priority = Priority.values()[random.nextInt(random.nextInt(4) + 1)];
                mailbox.offer(new Delivery(i + 1, priority, message), new Overflow.DropOldest());
                queued.merge(priority, 1, Integer::sum);
            } else if (mailbox.size() > 0) {
                Priority taken = mailbox.take(1, 0).getFirst().priority();
                queued.merge(taken, -1, Integer::sum);
                overtaken.put(taken, 0);
                for (Priority lower : Priority.values()) {
                    if (lower.compareTo(taken) > 0 && count(queued, lower) > 0) {
                        int times = overtaken.merge(lower, 1, Integer::sum);
                        assertThat(times).isLessThanOrEqualTo(3 * Mailbox.PATIENCE);
                    }
                }
            }
        }
    }

    private static int count(Map<Priority, Integer> counts, Priority priority) {
        return counts.getOrDefault(priority, 0);
    }
}
