package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

/** What things are called by: streams, tags, ids and positions. */
class NamesTest {

    @Nested
    class Stream {

        @Test
        void the_first_slash_separates_category_and_key() {
            assertThat(StreamId.parse("audit/main")).isEqualTo(new StreamId("audit", "main"));
            assertThat(StreamId.parse("a/b/c")).isEqualTo(new StreamId("a", "b/c"));
            assertThat(StreamId.parse("a//")).isEqualTo(new StreamId("a", "/"));
        }

        @Test
        void the_key_may_be_empty() {
            assertThat(StreamId.parse("a/")).isEqualTo(new StreamId("a", ""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a/b", "a/", "a/b/c", "ä /: \uD83D\uDE80"})
        void it_is_written_as_it_is_parsed(String text) {
            assertThat(StreamId.parse(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a", "/", "/a"})
        void without_a_category_it_is_refused(String text) {
            assertThatIllegalArgumentException().isThrownBy(() -> StreamId.parse(text));
        }

        @Test
        void a_slash_in_the_category_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> new StreamId("a/b", "c"));
        }
    }

    @Nested
    class Label {

        @Test
        void the_first_colon_separates_key_and_value() {
            assertThat(Tag.parse("actor:alice")).isEqualTo(new Tag("actor", "alice"));
            assertThat(Tag.parse("url:http://x")).isEqualTo(new Tag("url", "http://x"));
            assertThat(Tag.parse("empty:")).isEqualTo(new Tag("empty", ""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"a:b", "a:", "a:b:c", "ä/ :\uD83D\uDE80"})
        void it_is_written_as_it_is_parsed(String text) {
            assertThat(Tag.parse(text)).hasToString(text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a", ":", ":a"})
        void without_a_key_it_is_refused(String text) {
            assertThatIllegalArgumentException().isThrownBy(() -> Tag.parse(text));
        }

        @Test
        void a_colon_in_the_key_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Tag("a:b", "c"));
        }

        @Test
        void tags_are_sorted_by_key_and_then_by_value_in_utf_16_code_units() {
            List<Tag> sorted =
                    List.of(
                            new Tag("A", "z"),
                            new Tag("a", ""),
                            new Tag("a", "b"),
                            new Tag("a", "\uD83D\uDE80"),
                            new Tag("a", "\uFFFD"),
                            new Tag("ab", "a"));

            assertThat(sorted.reversed().stream().sorted()).isEqualTo(sorted);
        }
    }

    @Nested
    class Id {

        @Test
        void any_text_is_an_id_also_none() {
            assertThat(new EventId("")).hasToString("");
            assertThat(new EventId("x/y:z")).hasToString("x/y:z");
        }

        @Test
        void random_ids_differ() {
            assertThat(EventId.random()).isNotEqualTo(EventId.random());
            assertThat(EventId.random().value()).hasSize(36);
        }
    }

    @Nested
    class Place {

        @Test
        void the_ends_stand_outside_the_log() {
            Position first = new Position(1);

            assertThat(Position.START).isLessThan(first);
            assertThat(Position.END).isGreaterThan(first);
        }

        @Test
        void a_negative_position_is_refused() {
            assertThatIllegalArgumentException().isThrownBy(() -> new Position(-1));
        }
    }

    @Nested
    class Unicode {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void an_unpaired_surrogate_is_refused_in_every_text(int which) {
            String text =
                    List.of("\uD83D", "\uDE80", "a\uDE80\uD83Db", "\uD83D\uD83D\uDE80").get(which);

            refused(() -> new EventId(text));
            refused(() -> new StreamId(text, "key"));
            refused(() -> new StreamId("category", text));
            refused(() -> new Tag(text, "value"));
            refused(() -> new Tag("key", text));
            refused(() -> EventData.of(text, new byte[0]));
            NewEvent.Builder event = NewEvent.of(StreamId.parse("a/b"), "type");
            refused(() -> NewEvent.of(StreamId.parse("a/b"), text).build());
            refused(() -> event.metadata(Map.of(text, "value")).build());
            refused(() -> event.metadata(Map.of("key", text)).build());
        }

        @Test
        void pairs_of_surrogates_are_text() {
            assertThat(new EventId("\uD83D\uDE80\uD83D\uDE80").value()).hasSize(4);
        }

        private void refused(Runnable making) {
            assertThatIllegalArgumentException()
                    .isThrownBy(making::run)
                    .withMessageContaining("unpaired surrogate");
        }
    }
}
