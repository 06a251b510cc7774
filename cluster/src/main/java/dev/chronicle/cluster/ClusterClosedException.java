package dev.chronicle.cluster;

/** This node has left the cluster. */
public final class ClusterClosedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public ClusterClosedException() {
        super("this node has left the cluster");
    }
}
