package dev.chronicle.projection;

import dev.chronicle.event.Position;

import org.jspecify.annotations.Nullable;

/** A position was waited for that a projection will not reach, since it has stopped. */
public final class ProjectionStoppedException extends ProjectionException {

    private static final long serialVersionUID = 1L;

    ProjectionStoppedException(String projection, Position position, @Nullable Throwable cause) {
        super(
                "the projection has stopped: projection=%s position=%s cause=%s"
                        .formatted(projection, position, cause),
                cause);
    }
}
