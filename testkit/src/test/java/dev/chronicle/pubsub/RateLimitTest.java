package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class RateLimitTest {

    private final ChannelsUnderTest channels = new ChannelsUnderTest();

    private int taken(String topic, int count) {
        int taken = 0;
        for (int i = 0; i < count; i++) {
            PublishResult result = channels.publish("health", topic, "x");
            taken += result instanceof PublishResult.Delivered ? 1 : 0;
        }
        return taken;
    }

    @Test
    void a_second_later_there_is_room_again() {
        assertThat(taken("t", 150)).isEqualTo(100);
        channels.advance(Duration.ofMillis(999));
        assertThat(taken("t", 150)).isZero();
        channels.advance(Duration.ofMillis(1));
        assertThat(taken("t", 150)).isEqualTo(100);
    }

    @Test
    void no_second_has_more_whenever_it_begins() {
        assertThat(taken("t", 60)).isEqualTo(60);
        channels.advance(Duration.ofMillis(600));
        assertThat(taken("t", 60)).isEqualTo(40);
        channels.advance(Duration.ofMillis(400));
        assertThat(taken("t", 100)).isEqualTo(60);
    }

    @Test
    void every_topic_has_its_own() {
        assertThat(taken("a", 150)).isEqualTo(100);
        assertThat(taken("b", 150)).isEqualTo(100);
    }

    @Test
    void it_says_when_to_come_again() {
        taken("t", 50);
        channels.advance(Duration.ofMillis(300));
        taken("t", 50);

        assertThat(channels.publish("health", "t", "x"))
                .isEqualTo(new PublishResult.RateLimited(100, Duration.ofMillis(700)));
    }

    @Test
    void the_rate_is_looked_at_before_the_signature() {
        taken("t", 100);
        Message wrong = message("health", "t", "x").signed(Signature.of("00", 0, "n"));

        assertThat(channels.pubsub.publish(wrong)).isInstanceOf(PublishResult.RateLimited.class);
    }

    @Test
    void what_is_refused_for_its_signature_takes_nothing_of_the_rate() {
        Message wrong = message("health", "t", "x").signed(Signature.of("00", 0, "n"));
        Message signed = channels.signer.sign(message("health", "t", "x"));
        assertThat(channels.pubsub.publish(signed)).isEqualTo(new PublishResult.Delivered(0));
        for (int i = 0; i < 200; i++) {
            assertThat(channels.pubsub.publish(wrong)).isInstanceOf(PublishResult.Refused.class);
            assertThat(channels.pubsub.publish(signed))
                    .isEqualTo(new PublishResult.Refused(Refusal.REPLAYED_MESSAGE));
        }
        assertThat(taken("t", 150)).isEqualTo(99);
    }

    @Test
    void a_signed_message_that_came_too_soon_may_come_again() {
        taken("t", 100);
        Message signed = channels.signer.sign(message("health", "t", "x"));
        assertThat(channels.pubsub.publish(signed)).isInstanceOf(PublishResult.RateLimited.class);
        channels.advance(Duration.ofSeconds(1));
        assertThat(channels.pubsub.publish(signed)).isEqualTo(new PublishResult.Delivered(0));
    }

    @Test
    void quiet_topics_are_forgotten() {
        RateLimiter limiter = new RateLimiter(10, 1_000_000_000, channels.nanos::get);
        for (int i = 0; i < 100_000; i++) {
            limiter.take("topic-" + i);
            channels.advance(Duration.ofMillis(1));
        }
        assertThat(limiter.topics()).isLessThan(4096);
    }

    @Test
    void it_agrees_with_counting_one_by_one(RandomGenerator random) {
        int max = 1 + random.nextInt(40);
        RateLimiter limiter = new RateLimiter(max, 1000, channels.nanos::get);
        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            long now = channels.nanos.addAndGet(random.nextInt(60));
            List<Long> recent = taken.stream().filter(time -> now - time < 1000).toList();
            boolean free = recent.size() < max;

            assertThat(limiter.take("t") == 0).isEqualTo(free);
            taken = new ArrayList<>(recent);
            if (free && random.nextInt(10) == 0) {
                limiter.giveBack("t");
            } else if (free) {
                taken.add(now);
            }
        }
    }
}
