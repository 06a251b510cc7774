package dev.chronicle.cluster;

/** Every attempt of a call failed; the cause is the last failure. */
public final class RetriesExhaustedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final int attempts;

    public RetriesExhaustedException(int attempts, Throwable last) {
        super(
                "every attempt failed: attempts=%d last=%s".formatted(attempts, last.getMessage()),
                last);
        this.attempts = attempts;
    }

    /** How often it was tried. */
    public int attempts() {
        return attempts;
    }
}
