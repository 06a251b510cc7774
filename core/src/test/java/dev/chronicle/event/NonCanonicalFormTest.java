package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes that say what an event says, but not in the one way: an event would have two hashes. */
class NonCanonicalFormTest {

    private final ByteArrayOutputStream form = new ByteArrayOutputStream();

    @Test
    void the_bytes_these_tests_vary_are_canonical() {
        start(1, 1, 0);
        tags("a:1", "b:2");
        metadata("k", "v", "l", "w");
        data();

        Event event = parse();
        assertThat(event.tags()).hasSize(2);
        assertThat(CanonicalForm.of(event)).isEqualTo(form.toByteArray());
    }

    @Test
    void tags_out_of_order_are_refused() {
        start(1, 1, 0);
        tags("b:2", "a:1");
        metadata();
        data();

        refused("tags are not in order");
    }

    @Test
    void a_tag_twice_is_refused() {
        start(1, 1, 0);
        tags("a:1", "a:1");
        metadata();
        data();

        refused("tags are not in order");
    }

    @Test
    void metadata_out_of_order_is_refused() {
        start(1, 1, 0);
        tags();
        metadata("l", "w", "k", "v");
        data();

        refused("metadata is not in order");
    }

    @Test
    void a_metadata_key_twice_is_refused() {
        start(1, 1, 0);
        tags();
        metadata("k", "v", "k", "w");
        data();

        refused("metadata is not in order");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, 1_000_000_000, Integer.MAX_VALUE})
    void nanoseconds_beyond_the_second_are_refused(int nanos) {
        start(1, 1, nanos);
        tags();
        metadata();
        data();

        refused("nanoseconds out of range");
    }

    @Test
    void positions_and_sequences_below_1_are_refused() {
        for (long[] place : new long[][] {{0, 1}, {1, 0}, {-1, 1}, {1, -1}}) {
            form.reset();
            start(place[0], place[1], 0);
            tags();
            metadata();
            data();
            assertThatIllegalArgumentException().isThrownBy(this::parse);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8000", "808000", "8080808000"})
    void sizes_in_more_bytes_than_needed_are_refused(String zero) {
        start(1, 1, 0);
        bytes(zero);
        metadata();
        data();

        refused("size in more bytes than needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff08", "8080808010", "8180808070", "ffffffff7f", "808080808001"})
    void sizes_beyond_the_range_are_refused(String size) {
        start(1, 1, 0);
        bytes(size);
        metadata();
        data();

        refused("size out of range");
    }

    @Test
    void the_largest_size_is_told_from_its_bytes() {
        start(1, 1, 0);
        tags();
        metadata();
        text("type");
        bytes("ffffffff07");

        refused("it ends too early");
    }

    @Test
    void more_entries_than_bytes_are_refused_before_memory_is_taken() {
        start(1, 1, 0);
        bytes("ffffffff07");

        refused("more entries than bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80", // a continuation without a beginning
                "c3", // a beginning without a continuation
                "c0af", // "/" in two bytes
                "e08080", // NUL in three bytes
                "eda080", // half of a surrogate pair
                "eda080edb080", // a surrogate pair in two times three bytes
                "f4908080", // beyond U+10FFFF
                "41ff42",
                "efbfbdff" // a rightful replacement character beside a wrong byte
            })
    void text_that_is_not_utf_8_is_refused(String utf8) {
        start(1, 1, 0);
        tags();
        metadata();
        bytes("%02x".formatted(utf8.length() / 2) + utf8);
        bytes("00");

        refused("text is not UTF-8");
    }

    @Test
    void a_replacement_character_may_stand_by_right() {
        start(1, 1, 0);
        tags();
        metadata();
        text("a\uFFFDb");
        bytes("00");

        assertThat(parse().data().contentType()).isEqualTo("a\uFFFDb");
    }

    private void start(long position, long sequence, int nanos) {
        form.writeBytes(
                ByteBuffer.allocate(CanonicalForm.STREAM_OFFSET)
                        .put(CanonicalForm.VERSION)
                        .putLong(position)
                        .putLong(sequence)
                        .putLong(0)
                        .putLong(0)
                        .putInt(nanos)
                        .array());
        text("category");
        text("key");
        text("id");
        text("type");
    }

    private void tags(String... tags) {
        form.write(tags.length);
        for (String tag : tags) {
            text(Tag.parse(tag).key());
            text(Tag.parse(tag).value());
        }
    }

    private void metadata(String... keysAndValues) {
        form.write(keysAndValues.length / 2);
        for (String text : keysAndValues) {
            text(text);
        }
    }

    private void data() {
        text("text/plain");
        text("data");
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        form.write(utf8.length);
        form.writeBytes(utf8);
    }

    private void bytes(String hex) {
        form.writeBytes(HexFormat.of().parseHex(hex));
    }

    private Event parse() {
        return CanonicalForm.parse(form.toByteArray(), 0, form.size());
    }

    private void refused(String why) {
        assertThatIllegalArgumentException().isThrownBy(this::parse).withMessageContaining(why);
    }
}
