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
            try {
                return carryOut(cell, id, command, run);
            } catch (ConflictException e) {
                throw e;
            } catch (Throwable e) {
                cell.forget();
                throw e;
            } finally {
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
            Optional<Outcome<E, R>> outcome = attempt(cell, id, command, run);
            if (outcome.isEmpty()) {
                outcome = first(id, run);
            }
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new ConflictException("stream=" + streams.of(id), attempts);
    }

    /**
     * Decides once, and stores what comes of it.
     *
     * <p>Whether a command of this name was carried out before is not asked at first: the id of its
     * first event is taken then, so a single one is not stored, and what stores nothing, or several
     * events, asks behind the state it was decided on.
     *
     * @return its outcome; nothing if others were faster, or it was carried out before
     */
    private Optional<Outcome<E, R>> attempt(
            AggregateCache.Cell<S> cell, String id, C command, CommandRun run)
            throws InterruptedException {
        Decided<E, S, R> decided;
        Aggregate<S> after;
        try {
            decided = decide(cell, id, command, run);
            // what cannot be applied must not be stored: nobody could load it
            after = loader.apply(decided.on(), decided.events());
        } catch (SourcingException e) {
            throw e;
        } catch (RuntimeException e) {
            return Optional.of(first(id, run).orElseThrow(() -> e));
        }
        Aggregate<S> before = decided.on();
        if (decided.events().size() != 1) {
            Optional<Outcome<E, R>> first = first(id, run);
            if (first.isPresent()) {
                return first;
            }
        }
        return switch (decided.decision()) {
            case Decision.Rejected<E, R>(R reason) -> {
                cell.know(before);
                yield Optional.of(new Outcome.Rejected<>(reason));
            }
            case Decision.Accepted<E, R>(List<E> none) when none.isEmpty() -> {
                cell.know(before);
                yield Optional.of(new Outcome.Accepted<>(none, before.sequence()));
            }
            case Decision.Accepted<E, R>(List<E> events) -> {
                run.requireTime();
                if (!streams.append(id, before.sequence(), events, run)) {
                    cell.knowOvertaken(before);
                    yield Optional.empty();
                }
                cell.know(after);
                loader.snapshots().save(before, after);
                yield Optional.of(new Outcome.Accepted<>(events, after.sequence()));
            }
        };
    }

    private record Decided<E, S, R>(Aggregate<S> on, Decision<E, R> decision) {

        /** To be stored. */
        List<E> events() {
            return switch (decision) {
                case Decision.Accepted<E, R>(List<E> events) -> events;
                case Decision.Rejected<E, R> _ -> List.of();
            };
        }
    }

    /**
     * Decides on what is known, unless that is old, or nothing comes of it that could prove it to
     * be. What is known is brought up to date, and not read anew: who has to read a long history
     * while others write is overtaken again.
     */
    private Decided<E, S, R> decide(
            AggregateCache.Cell<S> cell, String id, C command, CommandRun run) {
        Optional<Aggregate<S>> known = cell.known();
        if (known.isEmpty()) {
            return decide(StoreAnswer.read(() -> loader.load(id)), command, run);
        }
        if (cell.isOvertaken()) {
            return decide(StoreAnswer.read(() -> loader.update(known.get())), command, run);
        }
        Decided<E, S, R> decided = decide(known.get(), command, run);
        if (!decided.events().isEmpty()) {
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
    private Optional<Outcome<E, R>> first(String id, CommandRun run) {
        Optional<String> name = run.options().id();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        List<Event> stored = StoreAnswer.read(() -> streams.ofCommand(id, name.get()));
        return stored.isEmpty()
                ? Optional.empty()
                : run.repeats(
                        Optional.of(
                                new Outcome.Accepted<>(
                                        stored.stream().map(streams::decode).toList(),
                                        stored.getLast().sequence())));
    }
}
