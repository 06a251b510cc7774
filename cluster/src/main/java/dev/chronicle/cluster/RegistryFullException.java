package dev.chronicle.cluster;

/** The registry takes no more workers. */
public final class RegistryFullException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public RegistryFullException(int limit) {
        super("the registry takes no more workers: limit=" + limit);
    }
}
