package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.telemetry.Telemetry;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Carries out commands: those of one aggregate one after the other, each decided again while others
 * were faster. Threads share it.
 */
final class AggregateCommands<C, E, S, R> {

    private final Decider<C, E, S, R> decider;
    private final AggregateStream<E> streams;
    private final AggregateLoader<E, S> loader;
    private final AggregateCache<S> cache;
    private final int attempts;
    private final Telemetry telemetry;
    private final LongAdder processed = new LongAdder();

    AggregateCommands(
            Aggregates.Builder<C, E, S, R> builder,
            AggregateStream<E> streams,
            AggregateLoader<E, S> loader,
            AggregateCache<S> cache) {
        decider = builder.decider;
        this.streams = streams;
        this.loader = loader;
        this.cache = cache;
        attempts = builder.attempts;
        telemetry = builder.telemetry;
    }

    /** How many came to an outcome. */
    long processed() {
        return processed.sum();
    }

    /** Executes a command and tells how it ended, when others can have the aggregate again. */
    Outcome<E, R> execute(String id, C command, CommandOptions options)
            throws InterruptedException {
        CommandRun run = new CommandRun(options);
        try {
            Outcome<E, R> outcome = inOrder(id, command, run);
            processed.increment();
            run.tellEnd(telemetry, streams.category(), streams.of(id), outcome);
            return outcome;
        } catch (Throwable e) {
            run.tellFailure(telemetry, streams.category(), streams.of(id), e);
            throw e;
        }
    }

    private Outcome<E, R> inOrder(String id, C command, CommandRun run)
            throws InterruptedException {
        AggregateCache.Cell<S> cell = cache.acquire(id);
        try {
            if (!cell.lock.tryLock(run.left(), TimeUnit.NANOSECONDS)) {
                throw run.late();
            }
            boolean known = false;
            try {
                Outcome<E, R> outcome = carryOut(cell, id, command, run);
                known = true;
                return outcome;
            } finally {
                if (!known) {
                    cell.forget();
                }
                cell.lock.unlock();
            }
        } finally {
            cache.release(cell);
        }
    }

    private Outcome<E, R> carryOut(
            AggregateCache.Cell<S> cell, String id, C command, CommandRun run)
            throws InterruptedException {
        for (int attempt = 1; attempt <= attempts; attempt++) {
            Optional<Outcome<E, R>> first = run.repeats(firstOutcome(id, run.options()));
            if (first.isPresent()) {
                return first.get();
            }
            Decided<E, S, R> decided = decide(cell, id, command, run);
            Aggregate<S> before = decided.on();
            switch (decided.decision()) {
                case Decision.Rejected<E, R>(R reason) -> {
                    cell.know(before);
                    return new Outcome.Rejected<>(reason);
                }
                case Decision.Accepted<E, R>(List<E> none) when none.isEmpty() -> {
                    cell.know(before);
                    return new Outcome.Accepted<>(none, before.sequence());
                }
                case Decision.Accepted<E, R>(List<E> events) -> {
                    // what cannot be applied must not be stored: nobody could load it
                    Aggregate<S> after = loader.apply(before, events);
                    if (streams.append(id, before.sequence(), events, run)) {
                        cell.know(after);
                        loader.snapshots().save(before, after);
                        return new Outcome.Accepted<>(events, after.sequence());
                    }
                    cell.forget();
                }
            }
        }
        throw new ConflictException("stream=" + streams.of(id), attempts);
    }

    private record Decided<E, S, R>(Aggregate<S> on, Decision<E, R> decision) {

        boolean stores() {
            return decision instanceof Decision.Accepted<E, R>(List<E> events) && !events.isEmpty();
        }
    }

    /** Decides on what is known, unless nothing comes of it that could prove it to be old. */
    private Decided<E, S, R> decide(
            AggregateCache.Cell<S> cell, String id, C command, CommandRun run) {
        Optional<Aggregate<S>> known = cell.known();
        if (known.isEmpty()) {
            return decide(StoreAnswer.read(() -> loader.load(id)), command, run);
        }
        Decided<E, S, R> decided = decide(known.get(), command, run);
        if (decided.stores()) {
            return decided;
        }
        Aggregate<S> now = StoreAnswer.read(() -> loader.update(known.get()));
        return now.sequence() == known.get().sequence() ? decided : decide(now, command, run);
    }

    private Decided<E, S, R> decide(Aggregate<S> on, C command, CommandRun run) {
        run.decides();
        return new Decided<>(on, decider.handle(on.state(), command));
    }

    /** What a command of this name has come to before, if it has stored anything. */
    private Optional<Outcome<E, R>> firstOutcome(String id, CommandOptions options) {
        if (options.id().isEmpty()) {
            return Optional.empty();
        }
        String name = options.id().get();
        List<Event> stored = StoreAnswer.read(() -> streams.ofCommand(id, name));
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Outcome.Accepted<>(
                                stored.stream().map(streams::decode).toList(),
                                stored.getLast().sequence()));
    }
}
