package dev.chronicle.sourcing;

import dev.chronicle.event.EventCodec;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the events of a command such that those of a named one are found again, and stored once.
 */
record CommandEvents<E>(EventCodec<E> codec, String tagKey) {

    /** The tag by which the events of a named command are found. */
    Tag tag(String command) {
        return new Tag(tagKey, command);
    }

    /**
     * @param number of the event among those of its command, from 0
     */
    NewEvent encode(
            E event,
            int number,
            StreamId stream,
            List<Tag> tags,
            CommandOptions options,
            Instant time) {
        EventCodec.Encoded form = codec.encode(event);
        List<Tag> all = new ArrayList<>(tags);
        options.id().map(this::tag).ifPresent(all::add);
        EventId id =
                options.id()
                        .map(command -> new EventId(command + "/" + number))
                        .orElseGet(EventId::random);
        return new NewEvent(
                id, stream, form.type(), time, all, form.data(), metadata(options, form));
    }

    /** What the codec needs wins over what the caller says. */
    private static Map<String, String> metadata(CommandOptions options, EventCodec.Encoded form) {
        if (form.metadata().isEmpty()) {
            return options.metadata();
        }
        Map<String, String> all = new HashMap<>(options.metadata());
        all.putAll(form.metadata());
        return all;
    }
}
