package dev.chronicle.supervision;

/** The failure of a supervisor whose child has failed too often; the cause is the child's. */
public final class GaveUpException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String child;

    GaveUpException(String supervisor, String child, Throwable cause) {
        super("gave up restarting: supervisor=%s child=%s".formatted(supervisor, child), cause);
        this.child = child;
    }

    /** The child whose failure was one too many. */
    public String child() {
        return child;
    }

    Throwable failure() {
        Throwable cause = getCause();
        return cause == null ? this : cause;
    }
}
