package dev.chronicle.projection;

import org.jspecify.annotations.Nullable;

/** A rebuild could not begin; the projection goes on from where it was kept last. */
public final class RebuildFailedException extends ProjectionException {

    private static final long serialVersionUID = 1L;

    RebuildFailedException(String projection, String reason, @Nullable Throwable cause) {
        super(
                "the rebuild could not begin: projection=%s reason=%s"
                        .formatted(projection, reason),
                cause);
    }
}
