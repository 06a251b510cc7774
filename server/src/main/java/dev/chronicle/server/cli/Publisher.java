package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Sends all batches of a run, some at once, each connection on its own virtual thread. */
final class Publisher {

    private static final Duration TICK = Duration.ofMillis(200);

    private final PublishSettings settings;
    private final MadeUpEvents events;
    private final EventOrder order;
    private final RetryingSender sender;
    private final RunEnd end;
    private final AtomicLong nextPlace = new AtomicLong();

    Publisher(
            PublishSettings settings,
            MadeUpEvents events,
            EventOrder order,
            RetryingSender sender,
            RunEnd end) {
        this.settings = settings;
        this.events = events;
        this.order = order;
        this.sender = sender;
        this.end = end;
    }

    /** Returns when every batch has been sent or given up, or the run was told to end. */
    void run(Runnable everyTick) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> connections = new ArrayList<>();
            for (int i = 0; i < settings.connections(); i++) {
                connections.add(
                        threads.submit(
                                () -> {
                                    sendBatches();
                                    return null;
                                }));
            }
            for (Future<?> connection : connections) {
                await(connection, TICK, everyTick);
            }
        }
    }

    /** Waits for a thread's end; what it failed with is thrown. */
    static void await(Future<?> thread, Duration tick, Runnable everyTick)
            throws InterruptedException {
        while (true) {
            try {
                thread.get(tick.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                everyTick.run();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private void sendBatches() throws InterruptedException {
        while (!end.isTold()) {
            long place = nextPlace.getAndAdd(settings.batch());
            if (place >= settings.count()) {
                return;
            }
            int size = (int) Math.min(settings.batch(), settings.count() - place);
            sender.send(events.batch(order, place, size), size);
        }
    }
}
