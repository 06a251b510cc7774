package dev.chronicle.cluster;

/** This node could not be started: its port is taken, or a node of its name runs still. */
public final class StartFailedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public StartFailedException(Member self, Throwable cause) {
        super("the node cannot join the cluster: node=%s".formatted(self), cause);
    }
}
