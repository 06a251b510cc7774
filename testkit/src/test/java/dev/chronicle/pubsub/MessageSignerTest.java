package dev.chronicle.pubsub;

import static dev.chronicle.pubsub.ChannelsUnderTest.NOW;
import static dev.chronicle.pubsub.ChannelsUnderTest.SECRET;
import static dev.chronicle.pubsub.ChannelsUnderTest.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chronicle.event.EventData;
import dev.chronicle.telemetry.Telemetry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

class MessageSignerTest {

    private static final Secret OTHER = Secret.of("another secret");

    private final ChannelsUnderTest channels = new ChannelsUnderTest();
    private final MessageSigner signer = channels.signer;
    private final Message alert = message("alerts", "disk.full", "sda");

    private static Signature with(Signature signature, String part, Optional<String> value) {
        return switch (part) {
            case "mac" -> new Signature(value, signature.signedAt(), signature.nonce());
            case "signed_at" -> new Signature(signature.mac(), value, signature.nonce());
            case "nonce" -> new Signature(signature.mac(), signature.signedAt(), value);
            default -> throw new IllegalArgumentException(part);
        };
    }

    @Test
    void a_signed_message_is_right_once() {
        Message signed = signer.sign(alert);

        assertThat(signer.verify(signed)).isEmpty();
        assertThat(signer.verify(signed)).contains(Refusal.REPLAYED_MESSAGE);
    }

    @Test
    void the_same_words_signed_twice_are_two_messages() {
        assertThat(signer.verify(signer.sign(alert))).isEmpty();
        assertThat(signer.verify(signer.sign(alert))).isEmpty();
    }

    @Test
    void the_documented_bytes_are_what_is_signed() {
        Message signed =
                MessageSigner.sign(
                        Message.of(
                                "alerts",
                                "disk.full",
                                EventData.json("{\"disk\":\"sda\",\"used\":0.97}")),
                        Secret.of("an example, not a secret"),
                        1767268800,
                        "7f3c9a");

        assertThat(signed.signature().mac())
                .contains("d8d9b1038b1f555f6c1b290cac46d57cf97f499bbd99c1cb7f37488fd4a8c44f");
    }

    @Test
    void whatever_is_changed_makes_it_wrong() {
        Signature signature = signer.sign(alert).signature();
        EventData data = alert.data();
        List<Message> changed =
                List.of(
                        message("alerts", "disk.full", "sdb").signed(signature),
                        Message.of("security", "disk.full", data).signed(signature),
                        Message.of("alerts", "disk.empty", data).signed(signature),
                        Message.of(
                                        "alerts",
                                        "disk.full",
                                        EventData.of("text/plain", data.toByteArray()))
                                .signed(signature),
                        alert.signed(with(signature, "nonce", Optional.of("other"))),
                        alert.signed(
                                with(
                                        signature,
                                        "signed_at",
                                        Optional.of(String.valueOf(NOW.getEpochSecond() - 1)))));

        assertThat(changed)
                .allSatisfy(
                        it -> assertThat(signer.verify(it)).contains(Refusal.INVALID_SIGNATURE));
        assertThat(signer.verify(alert.signed(signature))).isEmpty();
    }

    @Test
    void a_bit_of_the_signature_makes_it_wrong() {
        Signature signature = signer.sign(alert).signature();
        String mac = signature.mac().orElseThrow();
        for (int i = 0; i < mac.length(); i++) {
            char flipped = mac.charAt(i) == '0' ? '1' : '0';
            String other = mac.substring(0, i) + flipped + mac.substring(i + 1);
            assertThat(signer.verify(alert.signed(with(signature, "mac", Optional.of(other)))))
                    .contains(Refusal.INVALID_SIGNATURE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "zz", "abc", "00"})
    void what_is_no_mac_is_wrong(String mac) {
        Signature signature = with(signer.sign(alert).signature(), "mac", Optional.of(mac));

        assertThat(signer.verify(alert.signed(signature))).contains(Refusal.INVALID_SIGNATURE);
    }

    @Test
    void hex_may_be_in_upper_case_and_is_the_same_signature() {
        Signature signature = signer.sign(alert).signature();
        String upper = signature.mac().orElseThrow().toUpperCase(Locale.ROOT);

        assertThat(signer.verify(alert.signed(signature))).isEmpty();
        assertThat(signer.verify(alert.signed(with(signature, "mac", Optional.of(upper)))))
                .contains(Refusal.REPLAYED_MESSAGE);
    }

    @Test
    void what_is_missing_is_said() {
        Signature signature = signer.sign(alert).signature();
        Optional<String> none = Optional.empty();

        assertThat(signer.verify(alert)).contains(Refusal.MISSING_SIGNATURE);
        assertThat(signer.verify(alert.signed(with(signature, "mac", none))))
                .contains(Refusal.MISSING_SIGNATURE);
        assertThat(signer.verify(alert.signed(with(signature, "signed_at", none))))
                .contains(Refusal.MISSING_TIMESTAMP);
        assertThat(signer.verify(alert.signed(with(signature, "nonce", none))))
                .contains(Refusal.INVALID_SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1.5", " 1", "01", "1e9", "99999999999999999999"})
    void what_is_no_time_is_said(String time) {
        Signature signature = with(signer.sign(alert).signature(), "signed_at", Optional.of(time));

        assertThat(signer.verify(alert.signed(signature))).contains(Refusal.INVALID_TIMESTAMP);
    }

    @ParameterizedTest
    @CsvSource({"0,", "299,", "300,", "301,MESSAGE_EXPIRED", "100000,MESSAGE_EXPIRED"})
    void a_signature_counts_for_300_seconds(int age, Refusal refusal) {
        Message signed = signer.sign(alert);
        channels.advance(Duration.ofSeconds(age));

        assertThat(signer.verify(signed)).isEqualTo(Optional.ofNullable(refusal));
    }

    @ParameterizedTest
    @CsvSource({"1,", "2,", "3,INVALID_TIMESTAMP", "3600,INVALID_TIMESTAMP"})
    void the_future_is_refused_but_for_clocks_that_differ(int ahead, Refusal refusal) {
        channels.advance(Duration.ofSeconds(ahead));
        Message signed = signer.sign(alert);
        channels.advance(Duration.ofSeconds(-ahead));

        assertThat(signer.verify(signed)).isEqualTo(Optional.ofNullable(refusal));
    }

    @Test
    void what_is_wrong_first_is_said_first() {
        long old = NOW.getEpochSecond() - 1000;
        Optional<String> wrong = Optional.of("00");

        assertThat(signer.verify(alert.signed(new Signature(Optional.empty(), wrong, wrong))))
                .contains(Refusal.MISSING_SIGNATURE);
        assertThat(signer.verify(alert.signed(new Signature(wrong, Optional.empty(), wrong))))
                .contains(Refusal.MISSING_TIMESTAMP);
        assertThat(signer.verify(alert.signed(new Signature(wrong, Optional.of("x"), wrong))))
                .contains(Refusal.INVALID_TIMESTAMP);
        assertThat(signer.verify(alert.signed(Signature.of("00", old, "n"))))
                .contains(Refusal.MESSAGE_EXPIRED);
    }

    @Test
    void another_secret_is_wrong() {
        assertThat(signer.verify(signer.sign(alert, OTHER))).contains(Refusal.INVALID_SIGNATURE);
    }

    @Test
    void after_a_rotation_both_secrets_count_until_the_old_one_is_taken_away() {
        Message before = signer.sign(alert);
        Message later = signer.sign(alert);
        signer.setSecret(OTHER, SECRET);
        Message after = signer.sign(alert);

        assertThat(signer.verify(before)).isEmpty();
        assertThat(signer.verify(after)).isEmpty();
        assertThat(signer.verify(before)).contains(Refusal.REPLAYED_MESSAGE);

        signer.setSecret(OTHER);

        assertThat(signer.verify(later)).contains(Refusal.INVALID_SIGNATURE);
        assertThat(signer.verify(signer.sign(alert))).isEmpty();
    }

    @Test
    void a_replay_is_refused_for_as_long_as_the_signature_counts() {
        channels.advance(Duration.ofSeconds(2));
        Message ahead = signer.sign(alert);
        channels.advance(Duration.ofSeconds(-2));
        assertThat(signer.verify(ahead)).isEmpty();
        for (int i = 0; i <= 302; i++) {
            assertThat(signer.verify(ahead)).contains(Refusal.REPLAYED_MESSAGE);
            channels.advance(Duration.ofSeconds(1));
        }
        assertThat(signer.verify(ahead)).contains(Refusal.MESSAGE_EXPIRED);
    }

    @Test
    void a_message_that_was_refused_is_not_remembered() {
        Signature signature = signer.sign(alert).signature();
        signer.verify(message("alerts", "disk.full", "other").signed(signature));

        assertThat(signer.verify(alert.signed(signature))).isEmpty();
    }

    @Test
    void what_is_remembered_is_bounded_and_forgotten_in_time() {
        MessageSigner small =
                new MessageSigner(
                        new SigningOptions(Duration.ofSeconds(300), Duration.ZERO, 3),
                        channels.clock,
                        new Random(2));
        small.setSecret(SECRET);
        for (int i = 0; i < 3; i++) {
            assertThat(small.verify(small.sign(alert))).isEmpty();
        }
        assertThat(small.verify(small.sign(alert))).contains(Refusal.TOO_MANY_SIGNED);
        channels.advance(Duration.ofSeconds(301));
        assertThat(small.verify(small.sign(alert))).isEmpty();
    }

    @Test
    void without_a_secret_nothing_can_be_signed_or_verified() {
        MessageSigner none =
                new MessageSigner(SigningOptions.standard(), InstantSource.system(), new Random(3));

        assertThat(none.verify(signer.sign(alert))).contains(Refusal.NO_SECRET);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> none.sign(alert))
                .withMessage("there is no secret to sign with");
    }

    @Test
    void without_a_secret_channels_that_require_one_refuse_and_others_do_not() {
        PubSub pubsub = PubSub.inProcess(PubSubOptions.standard(), new Telemetry());

        assertThat(pubsub.publish(alert))
                .isEqualTo(new PublishResult.Refused(Refusal.SIGNATURE_REQUIRED));
        assertThat(pubsub.publish(signer.sign(alert)))
                .isEqualTo(new PublishResult.Refused(Refusal.NO_SECRET));
        assertThat(pubsub.publish(message("events", "t", "x")))
                .isEqualTo(new PublishResult.Delivered(0));
        assertThat(pubsub.publish(signer.sign(message("events", "t", "x"))))
                .isEqualTo(new PublishResult.Refused(Refusal.NO_SECRET));
    }

    @Test
    void a_secret_has_a_least_length_and_never_shows() {
        assertThat(Secret.of("12345678").toString()).isEqualTo("[secret]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of("1234567"))
                .withMessage("a secret has at least 8 bytes: length=7");
    }
}
