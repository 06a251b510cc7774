package dev.chronicle.server.cli;

import org.jspecify.annotations.Nullable;

/** Ends a command with exit code 1 and one line, its message, on stderr. */
final class CommandFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailedException(String message) {
        super(message);
    }

    CommandFailedException(@Nullable String message, Throwable cause) {
        super(message, cause);
    }
}
