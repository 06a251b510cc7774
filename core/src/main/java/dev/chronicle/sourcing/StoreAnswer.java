package dev.chronicle.sourcing;

import dev.chronicle.store.AppendResult;
import dev.chronicle.store.ConditionFailedException;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.StoreFailedException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a store makes of an append. */
final class StoreAnswer {

    private StoreAnswer() {}

    /**
     * @param deadline until when, by {@link System#nanoTime}
     * @param timeout how long that was, to be told
     * @throws ConditionFailedException if others were faster
     * @throws IdReusedException if another event has an id
     * @throws SourcingException for every other failure of the store
     */
    static List<AppendResult> await(
            CompletableFuture<List<AppendResult>> appended, long deadline, Duration timeout)
            throws InterruptedException {
        try {
            return appended.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new OperationTimeoutException("execute", timeout);
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case ConditionFailedException faster -> faster;
                case IdReusedException reused -> reused;
                case StoreFailedException failed -> new OutcomeUnknownException(failed);
                case EventStoreException refused -> new StoreUnavailableException(refused);
                case RuntimeException other -> other;
                case null, default -> new OutcomeUnknownException(e);
            };
        }
    }
}
