package dev.chronicle.server.otel;

/** The {@code OTEL_*} variables ask for something that makes no sense; nothing was started. */
public final class InvalidExportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidExportException(String message, Throwable cause) {
        super(message, cause);
    }

    InvalidExportException(String message) {
        super(message);
    }
}
