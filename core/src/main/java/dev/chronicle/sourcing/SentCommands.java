package dev.chronicle.sourcing;

import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;

/**
 * Commands that nobody waits for, each in a virtual thread; what fails is heard by the handler.
 * Threads share it.
 */
final class SentCommands<C> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Aggregates.class.getName());

    /** So many are under way at once; more make the sender wait. */
    private static final int MOST = 10_000;

    private final AggregateCommands<C, ?, ?, ?> commands;
    private final CommandFailureHandler<C> onFailure;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(MOST);

    SentCommands(AggregateCommands<C, ?, ?, ?> commands, CommandFailureHandler<C> onFailure) {
        this.commands = commands;
        this.onFailure = onFailure;
    }

    /** Returns as soon as it is under way. */
    void send(String id, C command, CommandOptions options) throws InterruptedException {
        free.acquire();
        try {
            threads.execute(() -> carryOut(id, command, options));
        } catch (RejectedExecutionException e) {
            free.release();
            throw new IllegalStateException("closed, and takes no commands: aggregate=" + id, e);
        }
    }

    private void carryOut(String id, C command, CommandOptions options) {
        try {
            commands.execute(id, command, options).orThrow();
        } catch (Throwable e) {
            tell(id, command, e);
        } finally {
            free.release();
        }
    }

    private void tell(String id, C command, Throwable cause) {
        try {
            onFailure.failed(id, command, cause);
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            LOG.log(Level.ERROR, "a handler of failures failed: aggregate=" + id, e);
        }
    }

    /** Waits for those under way. */
    @Override
    public void close() {
        threads.close();
    }
}
