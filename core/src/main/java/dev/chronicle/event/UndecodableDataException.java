package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

/** Data that is not an event's (a snapshot's state) does not say what the codec expects. */
public final class UndecodableDataException extends CodecException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * @param type the class that was asked for
     * @param path where in the data, in the codec's own notation
     * @param cause what was thrown, if anything
     */
    public UndecodableDataException(
            Class<?> type, String path, String reason, @Nullable Throwable cause) {
        super(
                "the data cannot be decoded: class=%s path=%s reason=%s"
                        .formatted(type.getName(), path, reason),
                cause);
        this.path = path;
        this.reason = reason;
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
