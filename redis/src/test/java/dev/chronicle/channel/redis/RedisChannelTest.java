package dev.chronicle.channel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.channel.ChannelOptions;
import dev.chronicle.channel.ChannelStatus;
import dev.chronicle.channel.ChannelUnreachableException;
import dev.chronicle.channel.MessageHandler;
import dev.chronicle.supervision.Backoff;
import dev.chronicle.supervision.SupervisorOptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import redis.clients.jedis.Protocol.Command;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a channel on Redis promises beyond the contract of every channel. */
@Timeout(60)
class RedisChannelTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir private Path directory;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final BlockingQueue<Integer> handled = new LinkedBlockingQueue<>();
    private final Numbers numbers = new Numbers();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private TestRedis keeping() throws IOException {
        TestRedis redis = TestRedis.keeping(directory);
        opened.add(redis);
        return redis;
    }

    private static ChannelOptions<Integer> options() {
        return ChannelOptions.<Integer>standard()
                .supervision(
                        SupervisorOptions.standard()
                                .intensity(1000, Duration.ofSeconds(10))
                                .backoff(new Backoff(Duration.ZERO, Duration.ofMillis(1), 0)));
    }

    private RedisChannel<Integer> open(
            TestRedis redis, ChannelOptions<Integer> options, MessageHandler<Integer> handler) {
        RedisChannel<Integer> channel =
                RedisChannel.open(options, where(redis), numbers, handler, (_, _, _) -> {});
        opened.add(channel);
        return channel;
    }

    private RedisChannel<Integer> sendOnly(TestRedis redis, RedisChannelOptions where) {
        RedisChannel<Integer> channel = RedisChannel.sendOnly(options(), where, numbers);
        opened.add(channel);
        return channel;
    }

    private static RedisChannelOptions where(TestRedis redis) {
        return RedisChannelOptions.of(redis.address(), "numbers").abandonedAfter(SOON);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void sendWhenReached(RedisChannel<Integer> channel, int message) {
        await(
                () -> {
                    try {
                        channel.send(message);
                        return true;
                    } catch (ChannelUnreachableException e) {
                        return false;
                    }
                });
    }

    private Integer next() throws InterruptedException {
        Integer next = handled.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        return next == null ? -1 : next;
    }

    @Nested
    class SeveralProcesses {

        @Test
        void each_message_is_handled_by_one_of_them_and_its_sender_is_told() throws Exception {
            TestRedis redis = keeping();
            RedisChannel<Integer> api = sendOnly(redis, where(redis));
            open(redis, options(), delivery -> handled.addAll(delivery.messages()));
            open(redis, options(), delivery -> handled.addAll(delivery.messages()));
            for (int i = 0; i < 2000; i++) {
                api.send(i, LONG);
            }

            assertThat(api.drain(LONG)).isEmpty();
            assertThat(handled).hasSize(2000).doesNotHaveDuplicates();
            assertThat(numbers.told).hasSize(2000).containsEntry(13, "did 13");
            assertThat(numbers.told.values()).allMatch(outcome -> outcome.matches("did [0-9]+"));
        }

        @Test
        void what_a_consumer_had_that_is_gone_is_handed_to_another() throws Exception {
            TestRedis redis = keeping();
            RedisChannel<Integer> api = sendOnly(redis, where(redis));
            try (RedisConnection gone = new RedisConnection(redis.address())) {
                Keys keys = Keys.of("numbers");
                gone.call(
                        Args.of(
                                Command.XGROUP,
                                "CREATE",
                                keys.queue(),
                                Keys.GROUP,
                                "0",
                                "MKSTREAM"));
                api.send(1);
                api.send(2);
                Object taken =
                        gone.call(
                                Args.script(Script.TAKE, keys.queue())
                                        .add(Keys.GROUP, "gone:consumer-1", 10, 1000));
                assertThat(Entry.all(taken)).hasSize(2);
            }
            open(redis, options(), delivery -> handled.addAll(delivery.messages()));

            assertThat(List.of(next(), next())).containsExactlyInAnyOrder(1, 2);
            assertThat(api.drain(LONG)).isEmpty();
        }

        @Test
        void a_slow_consumer_that_lives_is_not_robbed() throws Exception {
            TestRedis redis = keeping();
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch leave = new CountDownLatch(1);
            RedisChannel<Integer> slow =
                    open(
                            redis,
                            options().consumers(1),
                            delivery -> {
                                entered.countDown();
                                leave.await();
                                handled.addAll(delivery.messages());
                            });
            slow.send(1);
            entered.await();
            BlockingQueue<Integer> robbed = new LinkedBlockingQueue<>();
            open(redis, options(), delivery -> robbed.addAll(delivery.messages()));

            assertThat(robbed.poll(5 * SOON.toMillis(), TimeUnit.MILLISECONDS)).isNull();
            leave.countDown();
            assertThat(slow.drain(LONG)).isEmpty();
            assertThat(handled).containsExactly(1);
            assertThat(robbed).isEmpty();
        }

        @Test
        void what_a_process_leaves_when_it_stops_is_handled_by_the_next_at_once() throws Exception {
            TestRedis redis = keeping();
            CountDownLatch entered = new CountDownLatch(1);
            RedisChannelOptions patient = where(redis).abandonedAfter(Duration.ofHours(1));
            RedisChannel<Integer> first =
                    RedisChannel.open(
                            options().consumers(1),
                            patient,
                            numbers,
                            _ -> {
                                entered.countDown();
                                new CountDownLatch(1).await();
                            },
                            (_, _, _) -> {});
            first.send(1);
            entered.await();
            first.close();
            assertThat(numbers.told).containsEntry(1, "lost: the channel was closed");
            opened.add(
                    RedisChannel.open(
                            options(),
                            patient,
                            numbers,
                            delivery -> handled.addAll(delivery.messages()),
                            (_, _, _) -> {}));

            assertThat(next()).isEqualTo(1);
        }
    }

    @Nested
    class RedisAway {

        @Test
        void it_says_so_and_goes_on_when_redis_is_back_with_what_it_had() throws Exception {
            TestRedis redis = keeping();
            CountDownLatch go = new CountDownLatch(1);
            RedisChannel<Integer> channel =
                    open(
                            redis,
                            options().consumers(2),
                            delivery -> {
                                go.await();
                                handled.addAll(delivery.messages());
                            });
            for (int i = 0; i < 100; i++) {
                channel.send(i);
            }
            redis.kill();

            assertThat(channel.status().state()).isEqualTo(ChannelStatus.State.UNREACHABLE);
            assertThatThrownBy(() -> channel.send(100))
                    .isInstanceOf(ChannelUnreachableException.class)
                    .hasMessageContaining("127.0.0.1");
            go.countDown();
            redis.startAgain();
            sendWhenReached(channel, 101);
            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(numbers.told).hasSize(101).containsEntry(101, "did 101");
            assertThat(handled).contains(101).doesNotContain(100);
            assertThat(handled.stream().distinct().count()).isEqualTo(101);
        }

        @Test
        void a_redis_that_comes_back_empty_is_used_and_what_it_lost_is_told() throws Exception {
            TestRedis redis = TestRedis.forgetting(directory);
            opened.add(redis);
            RedisChannel<Integer> api =
                    sendOnly(redis, where(redis).confirmWithin(Duration.ofSeconds(1)));
            sendWhenReached(api, 1);
            redis.kill();
            redis.startAgain();
            open(redis, options(), delivery -> handled.addAll(delivery.messages()));

            await(() -> numbers.told.getOrDefault(1, "").startsWith("lost"));
            sendWhenReached(api, 2);
            assertThat(next()).isEqualTo(2);
            await(() -> numbers.told.containsKey(2));
            assertThat(numbers.told).containsEntry(2, "did 2");
            assertThat(api.status().weight()).isZero();
        }

        @Test
        void consumers_wait_for_a_redis_that_is_not_there_yet() throws Exception {
            TestRedis redis = keeping();
            redis.kill();
            RedisChannel<Integer> channel =
                    open(redis, options(), delivery -> handled.addAll(delivery.messages()));
            assertThat(channel.status().state()).isEqualTo(ChannelStatus.State.UNREACHABLE);
            redis.startAgain();
            sendWhenReached(channel, 1);

            assertThat(next()).isEqualTo(1);
            assertThat(channel.status().state()).isEqualTo(ChannelStatus.State.OPEN);
        }

        @Test
        void nothing_is_lost_or_forgotten_while_it_is_killed_again_and_again() throws Exception {
            TestRedis redis = keeping();
            ConcurrentLinkedQueue<Integer> accepted = new ConcurrentLinkedQueue<>();
            RedisChannel<Integer> channel =
                    open(redis, options(), delivery -> handled.addAll(delivery.messages()));
            Thread sender =
                    Thread.startVirtualThread(
                            () -> {
                                for (int i = 0; i < 3000; i++) {
                                    int message = i;
                                    sendWhenReached(channel, message);
                                    accepted.add(message);
                                }
                            });
            int kills = Boolean.getBoolean("chronicle.slow") ? 20 : 3;
            for (int kill = 1; kill <= kills; kill++) {
                int enough = 2500 * kill / kills;
                await(() -> accepted.size() >= enough);
                redis.kill();
                redis.startAgain();
            }
            sender.join();

            assertThat(channel.drain(LONG)).isEmpty();
            assertThat(handled).containsAll(accepted);
            assertThat(numbers.told.keySet()).containsAll(accepted);
        }
    }

    @Nested
    class Poison {

        private RedisChannel<Integer> refusing(TestRedis redis, BlockingQueue<Integer> refused) {
            return open(
                    redis,
                    options().maxAttempts(3),
                    delivery -> {
                        for (int message : delivery.messages()) {
                            if (refused.contains(message)) {
                                throw new IllegalStateException("poison " + message);
                            }
                        }
                        handled.addAll(delivery.messages());
                    });
        }

        @Test
        void it_is_kept_apart_until_it_is_replayed() throws Exception {
            TestRedis redis = keeping();
            BlockingQueue<Integer> refused = new LinkedBlockingQueue<>(List.of(7));
            RedisChannel<Integer> channel = refusing(redis, refused);
            for (int i = 0; i < 20; i++) {
                channel.send(i);
            }
            DeadLetters dead = channel.deadLetters();
            await(() -> dead.count() == 1);
            await(() -> handled.size() == 19);

            DeadLetter letter = dead.newest(10).getFirst();
            assertThat(letter.attempts()).isEqualTo(3);
            assertThat(letter.reason()).contains("poison 7");
            assertThat(letter.body()).asString().isEqualTo("7");
            await(() -> numbers.told.size() == 20);
            refused.clear();
            assertThat(dead.replay("1-1")).isFalse();
            assertThat(dead.replay(letter.id())).isTrue();
            await(() -> handled.contains(7));
            assertThat(dead.count()).isZero();
            assertThatThrownBy(() -> dead.replay("+")).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void bytes_that_are_no_message_are_a_dead_letter_at_once() throws Exception {
            TestRedis redis = keeping();
            RedisChannel<Integer> channel = refusing(redis, new LinkedBlockingQueue<>());
            try (RedisConnection stranger = new RedisConnection(redis.address())) {
                Keys keys = Keys.of("numbers");
                stranger.call(
                        Args.script(Script.SEND, keys.queue(), keys.weight())
                                .add(10, 1000, 1, "", "", "not a number"));
            }
            DeadLetters dead = channel.deadLetters();
            await(() -> dead.count() == 1);
            assertThat(dead.newest(1).getFirst().reason()).contains("not a number");
            channel.send(1);
            assertThat(next()).isEqualTo(1);
        }

        @Test
        void what_takes_its_consumers_down_is_given_up_too() throws Exception {
            TestRedis redis = keeping();
            RedisChannel<Integer> api = sendOnly(redis, where(redis));
            try (RedisConnection gone = new RedisConnection(redis.address())) {
                Keys keys = Keys.of("numbers");
                gone.call(
                        Args.of(
                                Command.XGROUP,
                                "CREATE",
                                keys.queue(),
                                Keys.GROUP,
                                "0",
                                "MKSTREAM"));
                api.send(1);
                String id =
                        Entry.all(
                                        gone.call(
                                                Args.script(Script.TAKE, keys.queue())
                                                        .add(Keys.GROUP, "gone", 1, 1)))
                                .getFirst()
                                .id();
                for (int life = 0; life < 2; life++) {
                    gone.call(Args.script(Script.RETAKE, keys.queue()).add(Keys.GROUP, "gone", id));
                }
            }
            RedisChannel<Integer> channel = refusing(redis, new LinkedBlockingQueue<>());
            await(() -> channel.deadLetters().count() == 1);
            assertThat(channel.deadLetters().newest(1).getFirst().reason())
                    .contains("its consumers ended");
            assertThat(handled).isEmpty();
            await(() -> numbers.told.containsKey(1));
        }

        @Test
        void the_oldest_dead_letters_make_room() throws Exception {
            TestRedis redis = keeping();
            BlockingQueue<Integer> refused = new LinkedBlockingQueue<>();
            for (int i = 0; i < 10; i++) {
                refused.add(i);
            }
            RedisChannel<Integer> channel =
                    RedisChannel.open(
                            options().consumers(1).maxAttempts(1),
                            where(redis).deadLetters(3, 1000),
                            numbers,
                            _ -> {
                                throw new IllegalStateException("poison");
                            },
                            (_, _, _) -> {});
            opened.add(channel);
            for (int i = 0; i < 10; i++) {
                channel.send(i);
            }
            assertThat(channel.drain(LONG)).isEmpty();
            RedisChannel<Integer> later = sendOnly(redis, where(redis));
            assertThat(later.deadLetters().newest(10))
                    .extracting(letter -> new String(letter.body()))
                    .containsExactly("9", "8", "7");
        }
    }
}
