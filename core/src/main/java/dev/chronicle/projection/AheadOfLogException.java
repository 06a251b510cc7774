package dev.chronicle.projection;

import dev.chronicle.event.Position;

/**
 * A projection has dealt with events that the log does not have: it belongs to another log, or to a
 * later copy. It stays stopped; rebuilding it mends it.
 */
public final class AheadOfLogException extends ProjectionException {

    private static final long serialVersionUID = 1L;

    AheadOfLogException(String projection, Position position, Position head) {
        super(
                "a projection is ahead of the log: projection=%s position=%s head=%s"
                        .formatted(projection, position, head),
                null);
    }
}
