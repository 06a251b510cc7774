package dev.chronicle.store;

import dev.chronicle.event.EventId;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;

/** An id came again with another body, and the append does not allow it; nothing was stored. */
public final class IdReusedException extends EventStoreException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final transient EventId id;
    private final long position;

    public IdReusedException(StreamId stream, EventId id, Position position) {
        super(
                "the id belongs to another event of the stream: stream=%s id=%s position=%s"
                        .formatted(stream, id, position));
        this.stream = stream;
        this.id = id;
        this.position = position.value();
    }

    public StreamId stream() {
        return stream;
    }

    /** The id that came again. */
    public EventId id() {
        return id;
    }

    /**
     * Where the event with this id stands. If that is an earlier event of the same append it stands
     * nowhere, and this is a position behind the head.
     */
    public Position position() {
        return new Position(position);
    }
}
