package dev.chronicle.cluster;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Does work on a virtual thread of its own, for a limited time. */
final class TimedWork {

    private TimedWork() {}

    /**
     * What the work returns or throws.
     *
     * @throws DeadlineExceededException if it takes longer; it is interrupted then
     */
    static <R> R run(Callable<R> work, Worker worker, Duration limit) throws InterruptedException {
        FutureTask<R> task = new FutureTask<>(work);
        Thread.ofVirtual().name("chronicle-call").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new DeadlineExceededException(
                    "store=%s node=%s worker=%s"
                            .formatted(worker.store(), worker.node(), worker.id()),
                    limit);
        } catch (ExecutionException e) {
            throw Failures.unwrapped(e);
        } finally {
            task.cancel(true);
        }
    }
}
