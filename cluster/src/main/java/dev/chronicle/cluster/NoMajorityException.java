package dev.chronicle.cluster;

/**
 * This node cannot have a majority of the nodes agree: it is cut off from them, or too few run, or
 * they have no leader yet. What was to be agreed on may still come to pass once they meet again.
 */
public final class NoMajorityException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public NoMajorityException(String what) {
        super("no majority of the nodes agrees: " + what);
    }

    public NoMajorityException(String what, Throwable cause) {
        super("no majority of the nodes agrees: " + what, cause);
    }
}
