package dev.chronicle.sourcing;

import dev.chronicle.store.AppendResult;
import dev.chronicle.store.ConditionFailedException;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.StoreFailedException;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What a store answers, in the words of this package. */
final class StoreAnswer {

    private StoreAnswer() {}

    /**
     * What is read.
     *
     * @throws StoreUnavailableException if it cannot be
     */
    static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (EventStoreException e) {
            throw new StoreUnavailableException(e);
        }
    }

    /**
     * What became of an append.
     *
     * @param run whose time it takes
     * @throws ConditionFailedException if others were faster
     * @throws IdReusedException if another event has an id
     * @throws SourcingException for every other failure of the store
     */
    static List<AppendResult> await(CompletableFuture<List<AppendResult>> appended, CommandRun run)
            throws InterruptedException {
        try {
            return appended.get(run.left(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw run.late();
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
