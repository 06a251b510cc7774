package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

/** The table of the contract, line by line, as it behaves. */
class ChannelTableTest {

    private final ChannelsUnderTest channels = new ChannelsUnderTest();

    @Test
    void there_are_these_ten() {
        assertThat(channels.pubsub.status())
                .extracting(it -> it.policy().name())
                .containsExactlyInAnyOrder(
                        "alerts",
                        "security",
                        "events",
                        "health",
                        "system",
                        "audit",
                        "lifecycle",
                        "metrics",
                        "logging",
                        "diagnostics");
    }

    @ParameterizedTest
    @CsvSource({
        "alerts,CRITICAL",
        "security,CRITICAL",
        "events,HIGH",
        "health,HIGH",
        "system,NORMAL",
        "audit,NORMAL",
        "lifecycle,NORMAL",
        "metrics,NORMAL",
        "logging,LOW",
        "diagnostics,LOW"
    })
    void messages_have_the_priority_of_their_channel(String channel, Priority priority)
            throws Exception {
        Subscriber subscriber = channels.listening(channel, "t");
        channels.publish(channel, "t", "x");

        assertThat(subscriber.take(1, Duration.ZERO).getFirst().priority()).isEqualTo(priority);
    }

    @ParameterizedTest
    @CsvSource({"health,100", "metrics,10000", "logging,1000", "diagnostics,100"})
    void one_and_a_half_times_the_rate_within_a_second_lets_the_rate_through(
            String channel, int rate) {
        int taken = 0;
        for (int i = 0; i < rate * 3 / 2; i++) {
            channels.advance(Duration.ofNanos(600_000_000L / rate));
            taken += channels.publish(channel, "t", "x") instanceof PublishResult.Delivered ? 1 : 0;
        }
        assertThat(taken).isEqualTo(rate);
    }

    @ParameterizedTest
    @CsvSource({"alerts", "security", "events", "system", "audit", "lifecycle"})
    void the_others_are_unlimited(String channel) {
        for (int i = 0; i < 20_000; i++) {
            assertThat(channels.publish(channel, "t", "x"))
                    .isEqualTo(new PublishResult.Delivered(0));
        }
    }

    @ParameterizedTest
    @CsvSource({"alerts", "security"})
    void some_require_a_signature(String channel) {
        assertThat(channels.pubsub.publish(message(channel, "t", "x")))
                .isEqualTo(new PublishResult.Refused(Refusal.SIGNATURE_REQUIRED));
        assertThat(channels.pubsub.publish(channels.signer.sign(message(channel, "t", "x"))))
                .isEqualTo(new PublishResult.Delivered(0));
    }

    @ParameterizedTest
    @CsvSource({
        "events",
        "health",
        "system",
        "audit",
        "lifecycle",
        "metrics",
        "logging",
        "diagnostics"
    })
    void for_the_others_it_is_optional_but_must_be_right(String channel) {
        Message signed = channels.signer.sign(message(channel, "t", "x"));
        Message tampered = message(channel, "t", "y").signed(signed.signature());

        assertThat(channels.pubsub.publish(message(channel, "t", "x")))
                .isEqualTo(new PublishResult.Delivered(0));
        assertThat(channels.pubsub.publish(tampered))
                .isEqualTo(new PublishResult.Refused(Refusal.INVALID_SIGNATURE));
        assertThat(channels.pubsub.publish(signed)).isEqualTo(new PublishResult.Delivered(0));
    }

    @Test
    void a_message_never_crosses_to_another_channel() throws Exception {
        List<Subscriber> all =
                ChannelPolicy.standard().stream()
                        .map(policy -> channels.listening(policy.name(), "same.topic"))
                        .toList();
        for (ChannelPolicy policy : ChannelPolicy.standard()) {
            channels.publish(policy.name(), "same.topic", policy.name());
        }
        for (int i = 0; i < all.size(); i++) {
            assertThat(ChannelsUnderTest.texts(all.get(i)))
                    .containsExactly(ChannelPolicy.standard().get(i).name());
        }
    }

    @Test
    void rules_can_be_changed_and_channels_added() {
        ChannelsUnderTest changed =
                new ChannelsUnderTest(
                        PubSubOptions.standard()
                                .channel(ChannelPolicy.of("health", Priority.LOW).maxPerSecond(1))
                                .channel(ChannelPolicy.of("gossip", Priority.LOW)));

        assertThat(changed.publish("gossip", "t", "x")).isEqualTo(new PublishResult.Delivered(0));
        assertThat(changed.publish("health", "t", "x")).isEqualTo(new PublishResult.Delivered(0));
        assertThat(changed.publish("health", "t", "x"))
                .isInstanceOf(PublishResult.RateLimited.class);
        assertThat(changed.pubsub.status()).hasSize(11);
    }

    @Test
    void an_unknown_channel_is_named() {
        assertThatThrownBy(() -> channels.publish("gossip", "t", "x"))
                .isInstanceOf(UnknownChannelException.class)
                .hasMessage("there is no such channel: channel=gossip");
        assertThatThrownBy(() -> channels.listening("gossip", "t"))
                .isInstanceOf(UnknownChannelException.class);
    }
}
