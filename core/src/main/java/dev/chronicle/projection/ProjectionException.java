package dev.chronicle.projection;

import org.jspecify.annotations.Nullable;

/** Something that a projection could not do. */
public abstract sealed class ProjectionException extends RuntimeException
        permits PoisonEventException,
                AheadOfLogException,
                ProjectionStoppedException,
                RebuildFailedException {

    private static final long serialVersionUID = 1L;

    ProjectionException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
