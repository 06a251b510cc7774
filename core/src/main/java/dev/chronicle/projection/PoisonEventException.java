package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;

/** A projection could not deal with an event. */
public final class PoisonEventException extends ProjectionException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final long position;

    PoisonEventException(String projection, Event event, int tries, Throwable cause) {
        super(
                "a projection cannot deal with an event:"
                        + " projection=%s position=%s type=%s stream=%s tries=%d cause=%s"
                                .formatted(
                                        projection,
                                        event.position(),
                                        event.type(),
                                        event.stream(),
                                        tries,
                                        cause),
                cause);
        type = event.type();
        position = event.position().value();
    }

    /** The type as it is stored. */
    public String type() {
        return type;
    }

    /** Where the event stands. */
    public Position position() {
        return new Position(position);
    }
}
