package dev.chronicle.cluster;

/** Work that was done through the {@link Gateway} threw a checked exception, the cause. */
public final class WorkFailedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public WorkFailedException(Throwable cause) {
        super("the work failed: " + cause, cause);
    }
}
