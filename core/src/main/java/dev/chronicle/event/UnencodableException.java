package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

/** A value cannot be expressed in a way that it could be decoded from; nothing was stored. */
public final class UnencodableException extends CodecException {

    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * @param type the class of the value
     * @param path where in the value, in the codec's own notation
     * @param cause what was thrown, if anything
     */
    public UnencodableException(
            Class<?> type, String path, String reason, @Nullable Throwable cause) {
        super(
                "the value cannot be encoded: class=%s path=%s reason=%s"
                        .formatted(type.getName(), path, reason),
                cause);
        this.path = path;
        this.reason = reason;
    }

    /** Where in the value: {@code $} is the whole, {@code $.owner.names[2]} a part of it. */
    public String path() {
        return path;
    }

    /** What is wrong there. */
    public String reason() {
        return reason;
    }
}
