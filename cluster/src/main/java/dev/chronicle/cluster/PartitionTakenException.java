package dev.chronicle.cluster;

/** Another node has taken over what this one works at; this one's work does not count any more. */
public final class PartitionTakenException extends ClusterException {

    private static final long serialVersionUID = 1L;

    private final long byEpoch;

    PartitionTakenException(String checkpoint, long epoch, long byEpoch) {
        super(
                "a later owner has taken over: checkpoint=%s epoch=%d byEpoch=%d"
                        .formatted(checkpoint, epoch, byEpoch));
        this.byEpoch = byEpoch;
    }

    /** The epoch of the later owner. */
    public long byEpoch() {
        return byEpoch;
    }
}
