package dev.chronicle.benchmarks;

import dev.chronicle.event.NewEvent;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Callers, each a virtual thread, that append one batch after the other, each waiting for its
 * answer. Making the events is part of the run, but not of the latency.
 */
final class AppendLoad {

    private final int batch;
    private final List<EventSource> sources;

    AppendLoad(int batch, int callers, SplittableRandom random) {
        this.batch = batch;
        sources =
                IntStream.range(0, callers).mapToObj(_ -> new EventSource(random.split())).toList();
    }

    /**
     * What came of a run.
     *
     * @param events how many were stored
     * @param seconds how long it took
     * @param syncs how many it took
     * @param latencies of the appends
     */
    record Result(long events, double seconds, long syncs, Latencies latencies) {

        double rate() {
            return events / seconds;
        }
    }

    /** Appends until there are so many events, or the time is over. */
    Result run(AppendSide side, long events, double seconds) throws InterruptedException {
        AtomicLong left = new AtomicLong(events);
        long syncs = side.syncs();
        long start = System.nanoTime();
        long deadline = start + (long) (seconds * 1e9);
        Latencies latencies = new Latencies();
        long appended = 0;
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Latencies>> running =
                    sources.stream()
                            .map(source -> callers.submit(() -> call(side, source, left, deadline)))
                            .toList();
            for (Future<Latencies> caller : running) {
                latencies.add(caller.get());
            }
            appended = latencies.count() * batch;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an append failed", e.getCause());
        }
        double took = (System.nanoTime() - start) / 1e9;
        return new Result(appended, took, side.syncs() - syncs, latencies);
    }

    private Latencies call(AppendSide side, EventSource source, AtomicLong left, long deadline) {
        Latencies latencies = new Latencies();
        while (left.addAndGet(-batch) >= 0 && System.nanoTime() < deadline) {
            List<NewEvent> events = source.next(batch);
            long start = System.nanoTime();
            side.append(events);
            latencies.record(System.nanoTime() - start);
        }
        return latencies;
    }
}
