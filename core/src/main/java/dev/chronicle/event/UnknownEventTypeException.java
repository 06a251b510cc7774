package dev.chronicle.event;

/** An event has a type that the codec has never heard of. */
public final class UnknownEventTypeException extends CodecException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final long position;

    public UnknownEventTypeException(Event event) {
        super(
                "unknown type of event: type=%s position=%s stream=%s"
                        .formatted(event.type(), event.position(), event.stream()),
                null);
        this.type = event.type();
        this.position = event.position().value();
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
