package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.EventData;
import dev.chronicle.event.JsonCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;

import java.time.Instant;

/**
 * Translates a program's own values into bytes that go from one node to another, and back. Nodes of
 * two versions must understand each other while one after the other is replaced. Threads share it.
 *
 * @param <T> the values
 */
public interface WireCodec<T> {

    /** The value as bytes. */
    byte[] encode(T value);

    /**
     * The value that was encoded so.
     *
     * @throws RuntimeException if the bytes are not understood
     */
    T decode(byte[] bytes);

    /** The JSON of a record, or of a sealed interface of records; needs Jackson 3. */
    static <T> WireCodec<T> json(Class<T> type) {
        JsonCodec<T> json = JsonCodec.of(type);
        return new WireCodec<>() {
            @Override
            public byte[] encode(T value) {
                return json.encode(value).toByteArray();
            }

            @Override
            public T decode(byte[] bytes) {
                return json.decode(EventData.of(EventData.JSON, bytes));
            }
        };
    }

    /**
     * Events as their store has them. The codec must not look at where an event stands: what it is
     * given to decode has neither its position nor its stream.
     */
    static <E> WireCodec<E> events(EventCodec<E> codec) {
        StreamId none = new StreamId("wire", "");
        return new WireCodec<>() {
            @Override
            public byte[] encode(E event) {
                EventCodec.Encoded form = codec.encode(event);
                WireWriter out =
                        new WireWriter()
                                .text(form.type())
                                .text(form.data().contentType())
                                .bytes(form.data().toByteArray());
                return WireTexts.write(out, form.metadata()).toByteArray();
            }

            @Override
            public E decode(byte[] bytes) {
                WireReader in = new WireReader(bytes);
                NewEvent offered =
                        NewEvent.of(none, in.text())
                                .id("")
                                .data(EventData.of(in.text(), in.bytes()))
                                .metadata(WireTexts.read(in))
                                .time(Instant.EPOCH)
                                .build();
                in.end();
                return codec.decode(Event.recorded(offered, new Position(1), 1, Instant.EPOCH));
            }
        };
    }

    /** The constants of an enum, by their names. */
    static <T extends Enum<T>> WireCodec<T> names(Class<T> type) {
        return new WireCodec<>() {
            @Override
            public byte[] encode(T value) {
                return new WireWriter().text(value.name()).toByteArray();
            }

            @Override
            public T decode(byte[] bytes) {
                WireReader in = new WireReader(bytes);
                T value = Enum.valueOf(type, in.text());
                in.end();
                return value;
            }
        };
    }
}
