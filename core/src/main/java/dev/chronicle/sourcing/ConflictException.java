package dev.chronicle.sourcing;

/**
 * Others were faster every time: the command was decided again as often as allowed, and nothing of
 * it is stored. It can be tried again.
 */
public final class ConflictException extends SourcingException {

    private static final long serialVersionUID = 1L;

    /** As another node said it. */
    public ConflictException(String message) {
        super(message);
    }

    ConflictException(String what, int attempts) {
        super("others were faster every time: %s attempts=%d".formatted(what, attempts));
    }
}
