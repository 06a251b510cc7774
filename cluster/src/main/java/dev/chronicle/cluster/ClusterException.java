package dev.chronicle.cluster;

/** Something that the cluster could not do. */
public abstract sealed class ClusterException extends RuntimeException
        permits MemberUnreachableException,
                MemberFailedException,
                DeadlineExceededException,
                NoMajorityException,
                NoWorkersException,
                RetriesExhaustedException,
                RegistryFullException,
                WorkFailedException,
                StartFailedException,
                MalformedMessageException,
                PartitionTakenException,
                ClusterClosedException {

    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
