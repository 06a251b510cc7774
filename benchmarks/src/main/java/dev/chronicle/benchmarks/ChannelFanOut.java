package dev.chronicle.benchmarks;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.ChannelPolicy;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.Overflow;
import dev.chronicle.pubsub.Priority;
import dev.chronicle.pubsub.PubSub;
import dev.chronicle.pubsub.PubSubOptions;
import dev.chronicle.pubsub.Subscriber;
import dev.chronicle.pubsub.SubscriberClosedException;
import dev.chronicle.pubsub.SubscriberOptions;
import dev.chronicle.telemetry.Telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The channels, on one whose publisher waits for full queues. */
final class ChannelFanOut implements FanOut {

    private static final int BATCH = 256;

    private final PubSub pubsub =
            PubSub.inProcess(
                    PubSubOptions.standard()
                            .channel(
                                    ChannelPolicy.of("bench", Priority.NORMAL)
                                            .overflow(new Overflow.Block(Duration.ofMinutes(1)))),
                    new Telemetry());
    private final Message message =
            Message.of("bench", "fan.out", EventData.json("{\"say\":\"something\"}"));
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder received = new LongAdder();

    ChannelFanOut(int count, int capacity) {
        for (int i = 0; i < count; i++) {
            Subscriber subscriber =
                    pubsub.subscriber(
                            "subscriber-" + i, SubscriberOptions.standard().capacity(capacity));
            pubsub.subscribe("bench", "fan.*", subscriber);
            subscribers.add(subscriber);
            threads.add(Thread.ofPlatform().start(() -> receive(subscriber)));
        }
    }

    private void receive(Subscriber subscriber) {
        try {
            while (true) {
                received.add(subscriber.take(BATCH, Duration.ofHours(1)).size());
            }
        } catch (SubscriberClosedException e) {
            // the end
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void publish() {
        pubsub.publish(message);
    }

    @Override
    public long received() {
        return received.sum();
    }

    @Override
    public void stop() throws InterruptedException {
        subscribers.forEach(Subscriber::close);
        for (Thread thread : threads) {
            thread.join();
        }
        pubsub.close();
    }
}
