package dev.chronicle.cluster;

/** Nobody works for the store. */
public final class NoWorkersException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public NoWorkersException(String store) {
        super("no worker is registered for the store: store=" + store);
    }
}
