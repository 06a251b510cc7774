package dev.chronicle.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.locks.LockSupport;

/** What this channel promises beyond {@code ChannelContract}. */
@Timeout(60)
class InProcessChannelTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final BlockingQueue<Delivery<Integer>> deliveries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> dead = new LinkedBlockingQueue<>();
    private final List<Channel<Integer>> opened = new ArrayList<>();

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
                new InProcessChannel<>(
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

    private static void awaitIdle(Channel<Integer> channel) {
        long deadline = System.nanoTime() + LONG.toNanos();
        ChannelStatus status = channel.status();
        while (status.queued() + status.inFlight() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
            status = channel.status();
        }
    }

    @Nested
    class Delivering {

        @Test
        void at_low_load_consumers_take_turns_and_each_message_travels_alone() throws Exception {
            Channel<Integer> channel = open(options(), deliveries::add);
            List<String> consumers = new ArrayList<>();
            awaitWaiting(channel);
            for (int i = 0; i < 9; i++) {
                channel.send(i);
                Delivery<Integer> delivery = deliveries.take();
                assertThat(delivery.messages()).containsExactly(i);
                consumers.add(delivery.consumer());
                awaitWaiting(channel);
            }

            assertThat(consumers.subList(3, 9))
                    .isEqualTo(
                            List.of(
                                    consumers.get(0),
                                    consumers.get(1),
                                    consumers.get(2),
                                    consumers.get(0),
                                    consumers.get(1),
                                    consumers.get(2)));
            assertThat(consumers.subList(0, 3))
                    .containsExactlyInAnyOrder("consumer-1", "consumer-2", "consumer-3");
        }

        /** All three consumers stand in line. */
        private void awaitWaiting(Channel<Integer> channel) {
            awaitIdle(channel);
            long deadline = System.nanoTime() + LONG.toNanos();
            while (((InProcessChannel<Integer>) channel).waiting() < 3) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Nested
    class Failing {

        @Test
        void when_the_consumers_give_up_every_message_is_a_dead_letter() throws Exception {
            SupervisorOptions impatient =
                    options().supervision().intensity(2, Duration.ofSeconds(10));
            Phaser full = new Phaser(1);
            Channel<Integer> channel =
                    open(
                            options().supervision(impatient),
                            _ -> {
                                full.awaitAdvance(0);
                                throw new IllegalStateException("broken");
                            });
            for (int i = 0; i < 50; i++) {
                channel.send(i);
            }
            full.arrive();
            List<Integer> buried = new ArrayList<>();
            while (buried.size() < 50) {
                String letter = dead.take();
                assertThat(letter).endsWith("broken");
                buried.add(Integer.valueOf(letter.substring(0, letter.indexOf(' '))));
            }

            assertThat(buried).doesNotHaveDuplicates();
            assertThat(channel.status().state()).isEqualTo(ChannelStatus.State.FAILED);
            assertThatThrownBy(() -> channel.send(1))
                    .isInstanceOf(ChannelClosedException.class)
                    .hasMessageContaining("given up");
        }
    }

    @Nested
    class Draining {

        @Test
        void closing_at_once_buries_what_is_left() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            Channel<Integer> channel = open(options().consumers(2), _ -> never.await());
            for (int i = 0; i < 10; i++) {
                channel.send(i);
            }
            channel.close();

            assertThat(dead).hasSize(10).allMatch(letter -> letter.endsWith("closed"));
        }
    }
}
