package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.message;
import static dev.chronicle.pubsub.ChannelsUnderTest.text;
import static dev.chronicle.pubsub.ChannelsUnderTest.texts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chronicle.event.EventData;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

@Timeout(60)
class PubSubTest {

    private final ChannelsUnderTest channels = new ChannelsUnderTest();
    private final PubSub pubsub = channels.pubsub;

    @Test
    void who_subscribes_twice_gets_everything_twice_until_one_is_closed() throws Exception {
        Subscriber subscriber = channels.subscriber();
        TopicSubscription first = pubsub.subscribe("events", "t", subscriber);
        pubsub.subscribe("events", "t", subscriber);
        channels.publish("events", "t", "1");
        first.close();
        first.close();
        channels.publish("events", "t", "2");

        assertThat(texts(subscriber)).containsExactly("1", "1", "2");
    }

    @Test
    void a_topic_and_a_pattern_that_mean_the_same_are_two_subscriptions() throws Exception {
        Subscriber subscriber = channels.listening("events", "user.created");
        pubsub.subscribe("events", "user.*", subscriber);

        assertThat(channels.publish("events", "user.created", "x"))
                .isEqualTo(new PublishResult.Delivered(2));
        assertThat(texts(subscriber)).containsExactly("x", "x");
    }

    @Test
    void what_was_queued_before_unsubscribing_still_comes() throws Exception {
        Subscriber subscriber = channels.subscriber();
        TopicSubscription subscription = pubsub.subscribe("events", "t", subscriber);
        channels.publish("events", "t", "1");
        subscription.close();

        assertThat(channels.publish("events", "t", "2")).isEqualTo(new PublishResult.Delivered(0));
        assertThat(texts(subscriber)).containsExactly("1");
    }

    @Test
    void a_closed_subscriber_is_removed_everywhere() {
        Subscriber subscriber = channels.listening("events", "t");
        pubsub.subscribe("alerts", "a.>", subscriber);
        subscriber.close();

        assertThat(pubsub.status()).extracting(ChannelStatus::subscriptions).containsOnly(0);
        assertThat(channels.publish("events", "t", "x")).isEqualTo(new PublishResult.Delivered(0));
        assertThatExceptionOfType(SubscriberClosedException.class)
                .isThrownBy(() -> subscriber.take(1, Duration.ZERO));
        assertThatExceptionOfType(SubscriberClosedException.class)
                .isThrownBy(() -> pubsub.subscribe("events", "t", subscriber));
        assertThat(pubsub.status()).extracting(ChannelStatus::subscriptions).containsOnly(0);
    }

    @Test
    void closing_wakes_who_waits() throws Exception {
        Subscriber subscriber = channels.listening("events", "t");
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiting =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        subscriber.take(1, Duration.ofDays(1));
                                    } catch (SubscriberClosedException | InterruptedException e) {
                                        woken.countDown();
                                    }
                                });
        Threads.awaitBlocked(waiting);
        subscriber.close();
        woken.await();
    }

    @Test
    void a_handler_gets_one_message_after_another() throws Exception {
        Subscriber subscriber = channels.listening("events", "t");
        List<String> handled = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch all = new CountDownLatch(100);
        subscriber.handle(
                Thread.ofVirtual().factory(),
                delivery -> {
                    handled.add(text(delivery));
                    all.countDown();
                });
        for (int i = 0; i < 100; i++) {
            channels.publish("events", "t", "" + i);
        }
        all.await();

        assertThat(handled).isEqualTo(IntStream.range(0, 100).mapToObj(Integer::toString).toList());
    }

    @Test
    void a_handler_that_throws_ends_its_subscriber_and_nobody_elses() throws Exception {
        Subscriber failing = channels.listening("events", "t");
        Subscriber other = channels.listening("events", "t");
        CountDownLatch told = new CountDownLatch(1);
        channels.telemetry.attach(
                event -> {
                    if (event instanceof TelemetryEvent.SubscriberFailed) {
                        told.countDown();
                    }
                });
        Thread[] thread = new Thread[1];
        failing.handle(
                task -> thread[0] = Thread.ofPlatform().unstarted(task),
                _ -> {
                    throw new IllegalStateException("for the test");
                });
        channels.publish("events", "t", "1");
        told.await();
        thread[0].join();

        assertThat(channels.publish("events", "t", "2")).isEqualTo(new PublishResult.Delivered(1));
        assertThat(texts(other)).containsExactly("1", "2");
        assertThat(channels.counters.read().messages().subscribersFailed()).isEqualTo(1);
    }

    @Test
    void a_new_subscriber_gets_the_last_health_of_each_topic() throws Exception {
        channels.publish("health", "db", "1");
        channels.publish("health", "web", "2");
        channels.publish("health", "db", "3");

        assertThat(texts(channels.listening("health", "db"))).containsExactly("3");
        assertThat(texts(channels.listening("health", ">"))).containsExactly("2", "3");
    }

    @Test
    void a_new_subscriber_gets_the_last_alerts() throws Exception {
        for (int i = 1; i <= 20; i++) {
            channels.publish("alerts", "disk", "" + i);
        }
        List<String> last16 = IntStream.rangeClosed(5, 20).mapToObj(Integer::toString).toList();

        assertThat(texts(channels.listening("alerts", "disk"))).isEqualTo(last16);
    }

    @Test
    void who_has_seen_some_alerts_gets_those_behind_them() throws Exception {
        Subscriber first = channels.listening("alerts", "disk");
        for (int i = 1; i <= 5; i++) {
            channels.publish("alerts", "disk", "" + i);
        }
        long seen = first.take(3, Duration.ZERO).getLast().id();
        Subscriber again = channels.subscriber();
        pubsub.subscribe("alerts", TopicPattern.parse("disk"), again, OptionalLong.of(seen));

        assertThat(texts(again)).containsExactly("4", "5");
    }

    @Test
    void other_channels_keep_nothing() throws Exception {
        for (ChannelPolicy policy : ChannelPolicy.standard()) {
            if (policy.history() == 0) {
                channels.publish(policy.name(), "t", "x");
                assertThat(texts(channels.listening(policy.name(), "t"))).isEmpty();
            }
        }
    }

    @Test
    void a_history_has_bounds_on_topics_and_bytes() {
        History history = new History(16);
        Message large =
                Message.of("alerts", "t", EventData.json("\"" + "x".repeat(1 << 20) + "\""));
        for (int i = 1; i <= 3000; i++) {
            Message small = message("alerts", "topic-" + i, "x");
            history.add(new Delivery(i, Priority.CRITICAL, small));
        }
        assertThat(history.behind(0, TopicPattern.parse(">"))).hasSize(History.MAX_TOPICS);
        for (int i = 0; i < 100; i++) {
            Message other =
                    new Message("alerts", new Topic("large-" + i), large.data(), Signature.NONE);
            history.add(new Delivery(3001 + i, Priority.CRITICAL, other));
        }
        assertThat(history.behind(0, TopicPattern.parse(">")).size()).isBetween(10, 16);
    }

    @Test
    void a_subscriber_that_comes_while_messages_do_misses_none_and_gets_none_twice()
            throws Exception {
        PubSub busy =
                PubSub.inProcess(
                        PubSubOptions.standard()
                                .channel(ChannelPolicy.of("news", Priority.HIGH).history(1000)),
                        new Telemetry());
        CountDownLatch begun = new CountDownLatch(100);
        Callable<List<Long>> publisher =
                () -> {
                    for (int i = 0; i < 900; i++) {
                        busy.publish(message("news", "t", "x"));
                        begun.countDown();
                    }
                    return List.of();
                };
        Callable<List<Long>> subscriber =
                () -> {
                    begun.await();
                    Subscriber late = busy.subscriber("late", SubscriberOptions.standard());
                    busy.subscribe("news", "t", late);
                    List<Long> ids = new ArrayList<>();
                    while (ids.size() < 900) {
                        late.take(100, Threads.PATIENCE).forEach(it -> ids.add(it.id()));
                    }
                    return ids;
                };
        List<List<Long>> results = Threads.race(List.of(publisher, subscriber, subscriber));

        List<Long> all = LongStream.rangeClosed(1, 900).boxed().toList();
        assertThat(results.get(1)).isEqualTo(all);
        assertThat(results.get(2)).isEqualTo(all);
    }

    @Test
    void many_publishers_reach_many_subscribers_once_and_each_in_its_order() {
        int count = 5000;
        List<Callable<List<String>>> racers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Subscriber subscriber = channels.subscriber();
            pubsub.subscribe("events", i % 2 == 0 ? "t.*" : ">", subscriber);
            racers.add(
                    () -> {
                        List<String> seen = new ArrayList<>();
                        while (seen.size() < 3 * count) {
                            subscriber.take(64, Threads.PATIENCE).forEach(it -> seen.add(text(it)));
                        }
                        return seen;
                    });
        }
        for (int i = 0; i < 3; i++) {
            int publisher = i;
            racers.add(
                    () -> {
                        for (int n = 0; n < count; n++) {
                            channels.publish("events", "t.x", publisher + ":" + n);
                        }
                        return List.of();
                    });
        }
        List<List<String>> results = Threads.race(racers);

        for (List<String> seen : results.subList(0, 4)) {
            for (int publisher = 0; publisher < 3; publisher++) {
                String prefix = publisher + ":";
                assertThat(seen.stream().filter(it -> it.startsWith(prefix)))
                        .containsExactlyElementsOf(
                                IntStream.range(0, count).mapToObj(n -> prefix + n).toList());
            }
        }
    }

    @Test
    void what_another_process_sends_arrives_through_the_transport() throws Exception {
        List<ToIntFunction<Message>> processes = new ArrayList<>();
        Transport wire =
                new Transport() {
                    @Override
                    public void connect(ToIntFunction<Message> local) {
                        processes.add(local);
                    }

                    @Override
                    public int send(Message message) {
                        return processes.stream().mapToInt(it -> it.applyAsInt(message)).sum();
                    }

                    @Override
                    public void close() {
                        processes.clear();
                    }
                };
        PubSub here = on(wire);
        PubSub there = on(wire);
        Subscriber subscriber = there.subscriber("s", SubscriberOptions.standard());
        there.subscribe("events", "t", subscriber);

        assertThat(here.publish(message("events", "t", "x")))
                .isEqualTo(new PublishResult.Delivered(1));
        assertThat(texts(subscriber)).containsExactly("x");
        here.close();
        assertThat(processes).isEmpty();
    }

    private PubSub on(Transport wire) {
        return new PubSub(
                PubSubOptions.standard(), channels.signer, wire, new Telemetry(), System::nanoTime);
    }

    @Test
    void everything_is_counted() {
        Subscriber subscriber = channels.listening("health", "t");
        pubsub.subscribe("health", ">", subscriber);
        for (int i = 0; i < 103; i++) {
            channels.publish("health", "t", "x");
        }
        channels.advance(Duration.ofSeconds(1));
        pubsub.publish(message("health", "t", "x").signed(Signature.of("00", 1, "n")));
        ChannelStatus health =
                pubsub.status().stream()
                        .filter(it -> it.policy().name().equals("health"))
                        .findFirst()
                        .orElseThrow();

        assertThat(health.subscriptions()).isEqualTo(2);
        assertThat(health.published()).isEqualTo(100);
        assertThat(health.delivered()).isEqualTo(200);
        assertThat(health.rateLimited()).isEqualTo(3);
        assertThat(health.refused()).isEqualTo(1);
        assertThat(channels.counters.read().messages().published()).isEqualTo(100);
        assertThat(channels.counters.read().messages().delivered()).isEqualTo(200);
        assertThat(channels.counters.read().messages().refused()).isEqualTo(4);
    }

    @Test
    void limits_are_kept() {
        PubSub small =
                PubSub.inProcess(
                        new PubSubOptions(ChannelPolicy.standard(), 10, 1), new Telemetry());
        Subscriber subscriber = small.subscriber("s", SubscriberOptions.standard());
        TopicSubscription only = small.subscribe("events", "t", subscriber);

        assertThatExceptionOfType(TooManySubscriptionsException.class)
                .isThrownBy(() -> small.subscribe("events", "u", subscriber))
                .withMessage("there are as many subscriptions as there may be: max=1");
        only.close();
        small.subscribe("events", "u", subscriber);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.publish(message("events", "t", "123456789")))
                .withMessage("a message has up to 10 bytes: size=11");
    }
}
