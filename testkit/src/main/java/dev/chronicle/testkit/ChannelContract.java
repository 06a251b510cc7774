package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.channel.Channel;
import dev.chronicle.channel.ChannelClosedException;
import dev.chronicle.channel.ChannelFullException;
import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.channel.DeadLetterHandler;
import dev.chronicle.channel.Delivery;
import dev.chronicle.channel.MessageHandler;
import dev.chronicle.supervision.SupervisorOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What every {@link Channel} promises, as tests. A channel extends it and says how it is opened.
 */
@Timeout(60)
public abstract class ChannelContract {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final BlockingQueue<String> dead = new LinkedBlockingQueue<>();
    private final List<Channel<Integer>> opened = new ArrayList<>();

    /** For subclasses. */
    protected ChannelContract() {}

    /** Opens the channel of this test, empty, and starts its consumers. */
    protected abstract Channel<Integer> open(
            ChannelOptions<Integer> options,
            MessageHandler<Integer> handler,
            DeadLetterHandler<Integer> deadLetters);

    /** How many messages a test of many sends from each of 64 threads; 1000 unless overridden. */
    protected int manyMessages() {
        return 1000;
    }

    private static ChannelOptions<Integer> options() {
        return ChannelOptions.<Integer>standard()
                .supervision(
                        SupervisorOptions.standard()
                                .intensity(1000, Duration.ofSeconds(10))
                                .time(() -> Instant.EPOCH, _ -> {})
                                .random(new SplittableRandom(42)));
    }

    private Channel<Integer> open(
            ChannelOptions<Integer> options, MessageHandler<Integer> handler) {
        Channel<Integer> channel =
                open(
                        options,
                        handler,
                        (message, attempts, cause) ->
                                dead.add(message + " " + attempts + " " + cause.getMessage()));
        opened.add(channel);
        return channel;
    }

    @AfterEach
    void closeAll() {
        opened.forEach(Channel::close);
    }

    /** A handler that waits to be let on, message by message. */
    private static final class Gate implements MessageHandler<Integer> {
        final SynchronousQueue<Delivery<Integer>> entered = new SynchronousQueue<>();
        final SynchronousQueue<Runnable> leave = new SynchronousQueue<>();

        @Override
        public void handle(Delivery<Integer> delivery) throws InterruptedException {
            entered.put(delivery);
            leave.take().run();
        }

        void pass() throws InterruptedException {
            leave.put(() -> {});
        }

        void fail(String why) throws InterruptedException {
            leave.put(
                    () -> {
                        throw new IllegalStateException(why);
                    });
        }
    }

    @Nested
    class Delivering {

        @Test
        void every_message_of_64_producers_goes_to_exactly_one_consumer() throws Exception {
            ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
            Channel<Integer> channel =
                    open(options(), delivery -> handled.addAll(delivery.messages()));
            Thread[] producers = new Thread[64];
            for (int p = 0; p < 64; p++) {
                int from = p * manyMessages();
                producers[p] =
                        Thread.startVirtualThread(
                                () -> {
                                    for (int i = 0; i < manyMessages(); i++) {
                                        sendOrFail(channel, from + i);
                                    }
                                });
            }
            for (Thread producer : producers) {
                producer.join();
            }

            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(handled).hasSize(64 * manyMessages());
            assertThat(handled.stream().distinct().count()).isEqualTo(64L * manyMessages());
            assertThat(
                            channel.status().consumers().stream()
                                    .mapToLong(ChannelStatus.ConsumerStatus::processed)
                                    .sum())
                    .isEqualTo(64L * manyMessages());
        }

        private void sendOrFail(Channel<Integer> channel, int message) {
            try {
                channel.send(message, LONG);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void one_consumer_gets_them_in_the_order_they_were_sent() throws Exception {
            List<Integer> handled = new ArrayList<>();
            Channel<Integer> channel =
                    open(options().consumers(1), delivery -> handled.addAll(delivery.messages()));
            for (int i = 0; i < 5000; i++) {
                channel.send(i);
            }

            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(handled).isEqualTo(IntStream.range(0, 5000).boxed().toList());
        }

        @Test
        void what_waits_is_delivered_together_up_to_the_batch_size() throws Exception {
            Gate gate = new Gate();
            Channel<Integer> channel = open(options().consumers(1).maxBatch(4), gate);
            for (int i = 0; i < 10; i++) {
                channel.send(i);
            }
            List<Integer> sizes = new ArrayList<>();
            for (int handled = 0; handled < 10; ) {
                int size = gate.entered.take().messages().size();
                sizes.add(size);
                handled += size;
                gate.pass();
            }

            assertThat(sizes.getFirst()).isBetween(1, 4);
            assertThat(sizes).contains(4).allMatch(size -> size <= 4);
        }
    }

    @Nested
    class Limits {

        @Test
        void a_full_channel_refuses_and_takes_again_when_a_message_is_done() throws Exception {
            Gate gate = new Gate();
            Channel<Integer> channel = open(options().consumers(1).capacity(2), gate);
            assertThat(channel.status().state()).isEqualTo(ChannelStatus.State.OPEN);
            assertThat(channel.status().capacity()).isEqualTo(2);
            channel.send(1);
            channel.send(2);

            assertThatThrownBy(() -> channel.send(3))
                    .isInstanceOf(ChannelFullException.class)
                    .hasMessageContaining("capacity=2");
            assertThatThrownBy(() -> channel.send(3, Duration.ofNanos(1)))
                    .isInstanceOf(ChannelFullException.class);
            int first = gate.entered.take().messages().size();
            gate.pass();
            channel.send(3, LONG);
            for (int handled = first; handled < 3; ) {
                handled += gate.entered.take().messages().size();
                gate.pass();
            }
            assertThat(channel.drain(LONG)).isEmpty();
        }

        @Test
        void weight_is_limited_too() throws Exception {
            Gate gate = new Gate();
            Channel<Integer> channel =
                    open(options().consumers(1).weight(100, Integer::longValue), gate);
            channel.send(60);
            assertThatThrownBy(() -> channel.send(41)).isInstanceOf(ChannelFullException.class);
            channel.send(40);
            assertThat(channel.status().weight()).isEqualTo(100);
            assertThatThrownBy(() -> channel.send(101))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("weight=101");
        }

        @Test
        void a_sender_that_waits_for_room_is_woken_by_closing() throws Exception {
            Gate gate = new Gate();
            Channel<Integer> channel = open(options().consumers(1).capacity(1), gate);
            channel.send(1);
            CountDownLatch refused = new CountDownLatch(1);
            Thread sender =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    channel.send(2, LONG);
                                } catch (ChannelClosedException e) {
                                    refused.countDown();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                            });
            channel.close();
            refused.await();
            sender.join();
        }
    }

    @Nested
    class Failing {

        @Test
        void a_poison_message_is_buried_and_spoils_none_of_its_neighbours() throws Exception {
            ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
            Phaser full = new Phaser(1);
            Channel<Integer> channel =
                    open(
                            options().consumers(1),
                            delivery -> {
                                full.awaitAdvance(0);
                                if (delivery.messages().contains(13)) {
                                    throw new IllegalStateException("poison");
                                }
                                handled.addAll(delivery.messages());
                            });
            for (int i = 0; i < 100; i++) {
                channel.send(i);
            }
            full.arrive();

            assertThat(dead.take()).isEqualTo("13 5 poison");
            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(handled)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).filter(i -> i != 13).boxed().toList());
            assertThat(dead).isEmpty();
            assertThat(channel.status().consumers().getFirst().restarts()).isEqualTo(5);
        }

        @Test
        void a_failed_batch_comes_back_in_front_one_by_one() throws Exception {
            Gate gate = new Gate();
            Channel<Integer> channel = open(options().consumers(1), gate);
            channel.send(0);
            assertThat(gate.entered.take().messages()).containsExactly(0);
            channel.send(1);
            channel.send(2);
            gate.pass();
            assertThat(gate.entered.take().messages()).containsExactly(1, 2);
            channel.send(3);
            channel.send(4);
            gate.fail("once");

            assertThat(gate.entered.take().messages()).containsExactly(1);
            gate.pass();
            assertThat(gate.entered.take().messages()).containsExactly(2);
            gate.pass();
            assertThat(gate.entered.take().messages()).containsExactly(3, 4);
            gate.pass();
            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(channel.status().consumers().getFirst().failed()).isEqualTo(2);
        }

        @Test
        void when_the_consumers_give_up_nothing_more_is_taken() throws Exception {
            SupervisorOptions impatient =
                    options().supervision().intensity(2, Duration.ofSeconds(10));
            Channel<Integer> channel =
                    open(
                            options().supervision(impatient).maxAttempts(1000),
                            _ -> {
                                throw new IllegalStateException("broken");
                            });
            channel.send(1);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (channel.status().state() != ChannelStatus.State.FAILED) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }

            assertThatThrownBy(() -> channel.send(1))
                    .isInstanceOf(ChannelClosedException.class)
                    .hasMessageContaining("given up");
        }

        @Test
        void random_failures_lose_and_double_nothing() throws Exception {
            long seed = 20261121;
            SplittableRandom random = new SplittableRandom(seed);
            ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
            Channel<Integer> channel =
                    open(
                            options().maxAttempts(1000).maxBatch(8),
                            delivery -> {
                                synchronized (random) {
                                    if (random.nextInt(100) == 0) {
                                        throw new IllegalStateException("seed=" + seed);
                                    }
                                }
                                handled.addAll(delivery.messages());
                            });
            for (int i = 0; i < 3000; i++) {
                channel.send(i, LONG);
            }

            assertThat(channel.drain(LONG)).as("seed=%d", seed).isEmpty();
            assertThat(handled).hasSize(3000).doesNotHaveDuplicates();
        }
    }

    @Nested
    class Draining {

        @Test
        void everything_queued_is_handled_and_nothing_new_is_taken() throws Exception {
            ConcurrentLinkedQueue<Integer> handled = new ConcurrentLinkedQueue<>();
            Phaser full = new Phaser(1);
            Channel<Integer> channel =
                    open(
                            options(),
                            delivery -> {
                                full.awaitAdvance(0);
                                handled.addAll(delivery.messages());
                            });
            for (int i = 0; i < 1000; i++) {
                channel.send(i);
            }
            full.arrive();

            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(handled).hasSize(1000);
            assertThatThrownBy(() -> channel.send(1)).isInstanceOf(ChannelClosedException.class);
            assertThat(channel.drain(LONG)).isEmpty();
        }

        @Test
        void what_is_left_after_the_deadline_is_reported_in_order() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch entered = new CountDownLatch(1);
            Channel<Integer> channel =
                    open(
                            options().consumers(1),
                            _ -> {
                                entered.countDown();
                                never.await();
                            });
            channel.send(0);
            entered.await();
            for (int i = 1; i < 10; i++) {
                channel.send(i);
            }

            assertThat(channel.drain(Duration.ofMillis(1)))
                    .isEqualTo(IntStream.range(0, 10).boxed().toList());
            assertThat(dead).isEmpty();
        }
    }
}
