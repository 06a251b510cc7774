package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * Users that send requests until the time is up, each on its own virtual thread. A failed request
 * is counted and not sent again.
 */
final class Load {

    private static final Duration TICK = Duration.ofMillis(200);

    /** A user that is not let in must not try thousands of times a second. */
    private static final Duration BREATH = Duration.ofMillis(100);

    /** What was due before the end is sent, if somebody is free for it this soon after. */
    private static final Duration GRACE = Duration.ofMillis(100);

    /**
     * What is sent.
     *
     * @param batch events in a request
     */
    record Content(MadeUpEvents events, EventOrder order, int batch) {}

    private final int users;
    private final long durationNanos;
    private final Pace pace;
    private final Content content;
    private final RetryingSender.Attempt server;
    private final RunEnd.Wait wait;
    private final LongSupplier nanoTime;
    private final LoadTally tally = new LoadTally();
    private final AtomicLong nextPlace = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();

    /** Sends nothing yet. */
    Load(
            LoadSettings settings,
            Content content,
            RetryingSender.Attempt server,
            RunEnd.Wait wait,
            LongSupplier nanoTime) {
        users = settings.users();
        durationNanos = settings.duration().toNanos();
        pace = settings.pace();
        this.content = content;
        this.server = server;
        this.wait = wait;
        this.nanoTime = nanoTime;
    }

    LoadTally tally() {
        return tally;
    }

    /** Returns when the time is up, or the run was told to end, and the last answer is there. */
    void run(Runnable everyTick) throws InterruptedException {
        long start = nanoTime.getAsLong();
        AtomicLong endedAt = new AtomicLong(durationNanos);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                all.add(
                        threads.submit(
                                () -> {
                                    sendUntilTheEnd(start, endedAt);
                                    return null;
                                }));
            }
            for (Future<?> user : all) {
                Publisher.await(user, TICK, everyTick);
            }
        }
        tally.notSent(Math.max(0, pace.dueUntil(endedAt.get()) - sent.get()));
    }

    private void sendUntilTheEnd(long start, AtomicLong endedAt) throws InterruptedException {
        long ready = 0;
        while (true) {
            long due = pace.nextDue(ready);
            if (due >= durationNanos) {
                return;
            }
            long now = nanoTime.getAsLong() - start;
            long early = Math.max(0, due - now);
            if (wait.endsWithin(Duration.ofNanos(early))) {
                endedAt.accumulateAndGet(early > 0 ? due : now, Math::min);
                return;
            }
            if (early == 0 && now >= durationNanos + GRACE.toNanos()) {
                return;
            }
            PublishAnswer answer = send(start, due);
            if (answer instanceof PublishAnswer.Failed failed && !failed.mayBeStored()) {
                wait.endsWithin(BREATH);
            }
            ready = nanoTime.getAsLong() - start;
        }
    }

    private PublishAnswer send(long start, long due) throws InterruptedException {
        sent.incrementAndGet();
        int batch = content.batch();
        long place = nextPlace.getAndAdd(batch);
        byte[] body = content.events().batch(content.order(), place, batch);
        long from = pace.latencyFrom(due, nanoTime.getAsLong() - start);
        PublishAnswer answer = server.publish(body, batch);
        long took = nanoTime.getAsLong() - start - from;
        long firsts =
                LongStream.range(place, place + batch).filter(content.order()::isFirst).count();
        tally.count(answer, batch, firsts, took);
        return answer;
    }
}
