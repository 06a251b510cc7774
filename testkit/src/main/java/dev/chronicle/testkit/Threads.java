package dev.chronicle.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Runs tasks at the same time, for tests of what threads share. */
public final class Threads {

    /** How long anything may take before a test gives up on it: 30 seconds. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private Threads() {}

    /**
     * {@link #race(ThreadFactory, List)} with platform threads: a task may be busy all the time,
     * and would keep virtual ones from running.
     */
    public static <T> List<T> race(List<? extends Callable<T>> tasks) {
        return race(Thread.ofPlatform().daemon().name("racer-", 0).factory(), tasks);
    }

    /**
     * Runs every task in a thread of its own; none begins before all threads have started.
     *
     * @return the results, in the order of the tasks
     * @throws AssertionError if a task failed (the first failure is the cause; the others are
     *     interrupted) or did not end within {@link #PATIENCE}
     */
    public static <T> List<T> race(ThreadFactory threads, List<? extends Callable<T>> tasks) {
        ExecutorService executor = Executors.newThreadPerTaskExecutor(threads);
        try {
            CompletionService<T> finished = new ExecutorCompletionService<>(executor);
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            List<Future<T>> racers = new ArrayList<>();
            for (Callable<T> task : tasks) {
                racers.add(finished.submit(() -> startingAt(start, task)));
            }
            awaitAll(finished, tasks.size());
            return racers.stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while tasks ran", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static <T> T startingAt(CyclicBarrier start, Callable<T> task) throws Exception {
        start.await();
        return task.call();
    }

    private static void awaitAll(CompletionService<?> finished, int count)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < count; i++) {
            Future<?> next = finished.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next == null) {
                throw new AssertionError(
                        "tasks still ran after %s: %d of %d".formatted(PATIENCE, count - i, count));
            }
            try {
                next.get();
            } catch (ExecutionException e) {
                throw new AssertionError("a task failed: " + e.getCause(), e.getCause());
            }
        }
    }

    /**
     * Returns when the thread is blocked or has ended.
     *
     * @throws AssertionError if it still runs after {@link #PATIENCE}
     */
    public static void awaitBlocked(Thread thread) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            switch (thread.getState()) {
                case BLOCKED, WAITING, TIMED_WAITING, TERMINATED -> {
                    return;
                }
                case NEW, RUNNABLE -> {
                    if (deadline - System.nanoTime() < 0) {
                        throw new AssertionError("thread is not blocked: " + thread);
                    }
                    Thread.onSpinWait();
                }
            }
        }
    }
}
