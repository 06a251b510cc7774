package dev.chronicle.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {

    @ParameterizedTest
    @CsvSource({
        "user.created,user.created,true",
        "user.created,user.created.late,false",
        "user.created,user,false",
        "user,user,true",
        "user.*,user.created,true",
        "user.*,user,false",
        "user.*,user.created.late,false",
        "user.*,users.created,false",
        "user.>,user.created,true",
        "user.>,user.created.late,true",
        "user.>,user,false",
        "user.>,users.created,false",
        "a.b.*,a.b.c,true",
        "a.b.*,a.c.c,false",
        "*,user,true",
        "*,user.created,false",
        ">,user,true",
        ">,user.created.late,true"
    })
    void a_pattern_means_its_topics(String pattern, String topic, boolean meant) {
        assertThat(TopicPattern.parse(pattern).matches(new Topic(topic))).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "user.created,user.created,true",
        "user.*,user.created,true",
        "user.*,user.created.late,false",
        "user.>,user.created.late,true",
        "user.>,user,false",
        "*,user,true",
        "*,user.created,false",
        ">,user.created.late,true"
    })
    void a_subscription_gets_what_its_pattern_means(String pattern, String topic, boolean meant) {
        ChannelsUnderTest channels = new ChannelsUnderTest();
        Subscriber subscriber = channels.listening("events", pattern);

        assertThat(channels.publish("events", topic, "x"))
                .isEqualTo(new PublishResult.Delivered(meant ? 1 : 0));
        assertThat(subscriber.queued()).isEqualTo(meant ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.created", "user.*", "user.>", "*", ">", "a.b.c.*"})
    void a_pattern_is_written_as_it_was_read(String pattern) {
        assertThat(TopicPattern.parse(pattern).toString()).isEqualTo(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "a b",
                "a\tb",
                "a\u00a0b",
                "*.a",
                "a.*.b",
                "a*",
                "a.b*",
                "a.>.b",
                ">.a",
                "..*",
                "\ud800"
            })
    void what_is_no_pattern_is_refused(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.parse(pattern))
                .withMessageStartingWith("topic ");
    }

    @Test
    void a_topic_is_no_pattern() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic("a.*"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Topic(">"));
    }

    @Test
    void a_topic_has_a_longest_length() {
        assertThat(new Topic("x".repeat(255)).name()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Topic("x".repeat(256)))
                .withMessage("topic must have 1 to 255 characters: length=256");
    }
}
