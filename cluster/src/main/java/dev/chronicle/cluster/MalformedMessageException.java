package dev.chronicle.cluster;

/** Bytes from another node are not what this version reads. */
public final class MalformedMessageException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String reason) {
        super("a message cannot be read: " + reason);
    }
}
