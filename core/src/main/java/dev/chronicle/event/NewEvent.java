package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An event that is offered to a store and has no place in the log yet. Immutable.
 *
 * @param id unique within the stream for ever; random unless given
 * @param stream where it belongs
 * @param type what kind of thing happened; may be empty
 * @param time when it happened, to the nanosecond; now unless given
 * @param tags what it can be found by, sorted and without repeats, at most {@link #MAX_TAGS}; none
 *     unless given
 * @param data what it says; empty unless given
 * @param metadata what surrounds it (trace, user agent, …), sorted by key; none unless given
 */
public record NewEvent(
        EventId id,
        StreamId stream,
        String type,
        Instant time,
        List<Tag> tags,
        EventData data,
        Map<String, String> metadata) {

    /** The most tags an event may have: each is an index entry. */
    public static final int MAX_TAGS = 1000;

    public NewEvent {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stream, "stream");
        Text.requireWellFormed(type, "type");
        Objects.requireNonNull(time, "time");
        tags = Canonical.tags(tags);
        Objects.requireNonNull(data, "data");
        metadata = Canonical.metadata(metadata);
    }

    /** Starts an event of this type in this stream; everything else has its default. */
    public static Builder of(StreamId stream, String type) {
        return new Builder(stream, type);
    }

    /**
     * Whether {@code stored} says the same as this: type, tags, data and metadata. The time is left
     * out, since a retry that is built anew carries a new one.
     */
    public boolean hasBodyOf(Event stored) {
        return type.equals(stored.type())
                && data.equals(stored.data())
                && tags.equals(stored.tags())
                && metadata.equals(stored.metadata());
    }

    /** Gathers a {@link NewEvent}. Not for several threads at once. */
    public static final class Builder {

        private final StreamId stream;
        private final String type;
        private @Nullable EventId id;
        private @Nullable Instant time;
        private List<Tag> tags = List.of();
        private EventData data = EventData.empty();
        private Map<String, String> metadata = Map.of();

        private Builder(StreamId stream, String type) {
            this.stream = stream;
            this.type = type;
        }

        public Builder id(String id) {
            this.id = new EventId(id);
            return this;
        }

        public Builder time(Instant time) {
            this.time = time;
            return this;
        }

        public Builder tags(Tag... tags) {
            this.tags = List.of(tags);
            return this;
        }

        public Builder tags(List<Tag> tags) {
            this.tags = tags;
            return this;
        }

        public Builder data(EventData data) {
            this.data = data;
            return this;
        }

        public Builder metadata(Map<String, String> metadata) {
            this.metadata = metadata;
            return this;
        }

        public NewEvent build() {
            return new NewEvent(
                    id == null ? EventId.random() : id,
                    stream,
                    type,
                    time == null ? Instant.now() : time,
                    tags,
                    data,
                    metadata);
        }
    }
}
