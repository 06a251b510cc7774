package dev.chronicle.server;

import org.jspecify.annotations.Nullable;

/** The address and port cannot be listened on; the message says which and why. */
public final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotListenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
