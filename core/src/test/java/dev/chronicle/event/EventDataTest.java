package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;

class EventDataTest {

    private static final String TYPE = "application/octet-stream";

    @Test
    void changing_the_array_it_was_made_from_does_not_change_it() {
        byte[] bytes = {1, 2, 3};
        EventData whole = EventData.of(TYPE, bytes);
        EventData part = EventData.of(TYPE, bytes, 1, 2);
        EventData buffer = EventData.of(TYPE, ByteBuffer.wrap(bytes));
        bytes[1] = 9;

        assertThat(whole.toByteArray()).containsExactly(1, 2, 3);
        assertThat(part.toByteArray()).containsExactly(2, 3);
        assertThat(buffer.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void changing_the_array_it_gives_does_not_change_it() {
        EventData data = EventData.of(TYPE, new byte[] {1, 2, 3});
        data.toByteArray()[0] = 9;

        assertThat(data.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void the_buffer_it_gives_can_only_be_read() {
        ByteBuffer buffer = EventData.of(TYPE, new byte[] {1, 2, 3}).asByteBuffer();

        assertThat(buffer.isReadOnly()).isTrue();
        assertThatThrownBy(() -> buffer.put(0, (byte) 9))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void each_buffer_has_its_own_place() {
        EventData data = EventData.of(TYPE, new byte[] {1, 2, 3});
        assertThat(data.asByteBuffer().get()).isEqualTo((byte) 1);

        assertThat(data.asByteBuffer().remaining()).isEqualTo(3);
    }

    @Test
    void a_buffer_it_is_made_from_is_consumed() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

        assertThat(EventData.of(TYPE, buffer).toByteArray()).containsExactly(2, 3);
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void a_part_outside_the_array_is_refused() {
        byte[] bytes = {1, 2, 3};

        assertThatThrownBy(() -> EventData.of(TYPE, bytes, 1, 3))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> EventData.of(TYPE, bytes, 1, -1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void data_is_equal_by_type_and_bytes() {
        EventData data = EventData.of("a", new byte[] {1});

        assertThat(data)
                .isEqualTo(EventData.of("a", new byte[] {1}))
                .hasSameHashCodeAs(EventData.of("a", new byte[] {1}))
                .isNotEqualTo(EventData.of("b", new byte[] {1}))
                .isNotEqualTo(EventData.of("a", new byte[] {2}));
    }

    @Test
    void json_is_utf_8_text() {
        EventData data = EventData.json("\"ä\"");

        assertThat(data.contentType()).isEqualTo("application/json");
        assertThat(data.size()).isEqualTo(4);
        assertThat(data.text()).isEqualTo("\"ä\"");
    }

    @Test
    void it_can_be_written_to_a_buffer_and_to_a_stream() throws IOException {
        EventData data = EventData.of(TYPE, new byte[] {1, 2});
        ByteBuffer buffer = ByteBuffer.allocate(2);
        data.writeTo(buffer);
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        data.writeTo(stream);

        assertThat(buffer.array()).containsExactly(1, 2);
        assertThat(stream.toByteArray()).containsExactly(1, 2);
    }

    @Test
    void its_text_does_not_show_what_it_says() {
        assertThat(EventData.json("\"secret\"")).hasToString("application/json[8 bytes]");
    }
}
