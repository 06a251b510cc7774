package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

/** A stored event of a known type does not say what the codec expects. */
public final class UndecodableEventException extends CodecException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final long position;
    private final String path;
    private final String reason;

    /**
     * @param path where in the data, in the codec's own notation
     * @param cause what was thrown, if anything
     */
    public UndecodableEventException(
            Event event, String path, String reason, @Nullable Throwable cause) {
        super(
                "the event cannot be decoded: type=%s position=%s stream=%s path=%s reason=%s"
                        .formatted(event.type(), event.position(), event.stream(), path, reason),
                cause);
        this.type = event.type();
        this.position = event.position().value();
        this.path = path;
        this.reason = reason;
    }

    /** The type as it is stored. */
    public String type() {
        return type;
    }

    /** Where the event stands. */
    public Position position() {
        return new Position(position);
    }

    /** Where in the data: {@code $} is the whole, {@code $.owner.names[2]} a part of JSON. */
    public String path() {
        return path;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
