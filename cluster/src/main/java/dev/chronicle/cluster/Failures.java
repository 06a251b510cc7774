package dev.chronicle.cluster;

import dev.chronicle.store.ConditionFailedException;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Which failures of a call may pass, so that another attempt makes sense. */
final class Failures {

    private Failures() {}

    static boolean mayPass(RuntimeException failure) {
        return switch (failure) {
            case ClusterException e -> mayPass(e);
            case EventStoreException e -> mayPass(e);
            default -> false;
        };
    }

    private static boolean mayPass(ClusterException failure) {
        return switch (failure) {
            case MemberUnreachableException _,
                    DeadlineExceededException _,
                    NoWorkersException _,
                    NoMajorityException _ ->
                    true;
            case MemberFailedException _,
                    RetriesExhaustedException _,
                    RegistryFullException _,
                    WorkFailedException _,
                    StartFailedException _,
                    MalformedMessageException _,
                    PartitionTakenException _,
                    ClusterClosedException _ ->
                    false;
        };
    }

    /** Another worker may be open and sound where this one is not. */
    private static boolean mayPass(EventStoreException failure) {
        return switch (failure) {
            case StoreFailedException _, StoreClosedException _ -> true;
            case ConditionFailedException _, IdReusedException _, StoreInUseException _ -> false;
        };
    }

    /** What work has thrown, without the wrapping of futures. */
    static RuntimeException unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        if (inner instanceof Error error) {
            throw error;
        }
        return inner instanceof RuntimeException failure ? failure : new WorkFailedException(inner);
    }
}
