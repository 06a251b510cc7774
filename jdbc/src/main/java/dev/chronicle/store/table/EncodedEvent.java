package dev.chronicle.store.table;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.NewEvent;

import java.util.Arrays;
import java.util.List;

/**
 * An offered event as it will stand in the tables.
 *
 * @param event what was offered
 * @param key stream and id, as they stand in their index
 * @param type as it stands in its index
 * @param tags as they stand in their index
 * @param form canonical bytes, whose place is filled in when it is known
 */
public record EncodedEvent(
        NewEvent event, EventKey key, String type, List<String> tags, byte[] form) {

    /** What a row takes beside its form, about. */
    private static final int ROW = 200;

    static EncodedEvent of(NewEvent event, CanonicalWriter writer) {
        int start = writer.size();
        writer.write(event);
        byte[] form = Arrays.copyOfRange(writer.array(), start, writer.size());
        return new EncodedEvent(
                event,
                new EventKey(
                        IndexText.of(event.stream().toString()), IndexText.of(event.id().value())),
                IndexText.of(event.type()),
                event.tags().stream().map(tag -> IndexText.of(tag.toString())).toList(),
                form);
    }

    /** About how much memory it takes, in bytes. */
    long size() {
        return (long) form.length + ROW;
    }

    /** Whether both say the same, times left aside. */
    boolean hasBodyOf(EncodedEvent other) {
        return event.type().equals(other.event.type())
                && event.data().equals(other.event.data())
                && event.tags().equals(other.event.tags())
                && event.metadata().equals(other.event.metadata());
    }
}
