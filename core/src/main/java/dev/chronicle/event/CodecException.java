package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

/** Something that a codec could not translate. */
public abstract sealed class CodecException extends RuntimeException
        permits UndecodableDataException,
                UndecodableEventException,
                UnencodableException,
                UnknownEventTypeException {

    private static final long serialVersionUID = 1L;

    CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
