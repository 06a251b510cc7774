package dev.chronicle.server.it.aggregator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Does things at the same time, and fails if one of them does. */
final class Together {

    private Together() {}

    /** What one of several threads does. */
    @FunctionalInterface
    interface Task {

        /**
         * @param number which one it is, from 0
         */
        void run(int number) throws Exception;
    }

    /** Runs it in so many threads, which begin when all are there. */
    static void run(int threads, Task task) throws Exception {
        CountDownLatch start = new CountDownLatch(threads);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                tasks.add(
                        executor.submit(
                                () -> {
                                    start.countDown();
                                    start.await();
                                    task.run(number);
                                    return null;
                                }));
            }
            for (Future<?> each : tasks) {
                each.get();
            }
        }
    }

    /** Runs it in so many threads, while others look again and again, at the end too. */
    static void run(int threads, Task task, List<Callable<?>> looks) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> lookers = new ArrayList<>();
            for (Callable<?> look : looks) {
                lookers.add(
                        executor.submit(
                                () -> {
                                    boolean last;
                                    do {
                                        last = done.get();
                                        look.call();
                                    } while (!last);
                                    return null;
                                }));
            }
            try {
                run(threads, task);
            } finally {
                done.set(true);
            }
            for (Future<?> looker : lookers) {
                looker.get();
            }
        }
    }
}
