package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.UnexpectedSequenceException;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * All aggregates of one kind: executes commands on them and loads them. An aggregate is the stream
 * {@code category/id}. Commands of one aggregate are carried out one after the other, those of
 * different ones at the same time. Other processes may write the same streams: then a command is
 * decided again on what they wrote. Threads share it.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> the state
 * @param <R> reasons for which commands are rejected
 */
public final class Aggregates<C, E, S, R> implements AutoCloseable {

    /** Commands that were sent and not waited for; more make the sender wait. */
    private static final int MOST_SENT = 10_000;

    private final EventStore store;
    private final Decider<C, E, S, R> decider;
    private final AggregateStream<E> streams;
    private final AggregateLoader<E, S> loader;
    private final @Nullable Snapshots<S> snapshots;
    private final AggregateCache<S> cache;
    private final int attempts;
    private final InstantSource clock;
    private final CommandFailureHandler<C> onFailure;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore sending = new Semaphore(MOST_SENT);
    private final LongAdder processed = new LongAdder();

    private Aggregates(Builder<C, E, S, R> builder) {
        store = builder.store;
        decider = builder.decider;
        streams = new AggregateStream<>(store, builder.category, builder.codec, builder.tags);
        snapshots = builder.snapshots;
        loader = new AggregateLoader<>(decider, streams, snapshots);
        cache = new AggregateCache<>(builder.cached);
        attempts = builder.attempts;
        clock = builder.clock;
        onFailure = builder.onFailure;
    }

    /**
     * Starts with the defaults: no snapshots, no tags, 10,000 aggregates in memory, 5 attempts,
     * failures of sent commands logged.
     *
     * @param category of the aggregates' streams
     */
    public static <C, E, S, R> Builder<C, E, S, R> of(
            EventStore store, String category, Decider<C, E, S, R> decider, EventCodec<E> codec) {
        return new Builder<>(store, category, decider, codec);
    }

    /** {@link #execute(String, Object, CommandOptions)} with the defaults. */
    public Outcome<E, R> execute(String id, C command) throws InterruptedException {
        return execute(id, command, CommandOptions.defaults());
    }

    /**
     * Executes a command and waits for its outcome.
     *
     * @param id of the aggregate; it need not have events yet
     * @throws ConflictException if others were faster every time
     * @throws OperationTimeoutException if it took too long
     * @throws OutcomeUnknownException if the store failed on the way
     * @throws StoreUnavailableException if the store does not work
     */
    public Outcome<E, R> execute(String id, C command, CommandOptions options)
            throws InterruptedException {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        AggregateCache.Cell<S> cell = cache.acquire(id);
        try {
            if (!cell.lock.tryLock(options.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                throw new OperationTimeoutException("execute", options.timeout());
            }
            boolean known = false;
            try {
                Outcome<E, R> outcome = carryOut(cell, id, command, options, deadline);
                processed.increment();
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
            AggregateCache.Cell<S> cell,
            String id,
            C command,
            CommandOptions options,
            long deadline)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Optional<Outcome<E, R>> first = firstOutcome(id, options);
            if (first.isPresent()) {
                return first.get();
            }
            Aggregate<S> before = cell.known().orElseGet(() -> loader.load(id));
            switch (decider.handle(before.state(), command)) {
                case Decision.Rejected<E, R>(R reason) -> {
                    cell.know(before);
                    return new Outcome.Rejected<>(reason);
                }
                case Decision.Accepted<E, R>(List<E> events) -> {
                    if (events.isEmpty()) {
                        cell.know(before);
                        return new Outcome.Accepted<>(events, before.sequence());
                    }
                    if (append(before, events, options, deadline)) {
                        Aggregate<S> after = loader.apply(before, events);
                        cell.know(after);
                        snapshot(before, after);
                        return new Outcome.Accepted<>(events, after.sequence());
                    }
                    cell.forget();
                    if (attempt == attempts) {
                        throw new ConflictException("stream=" + streams.of(id), attempts);
                    }
                }
            }
        }
    }

    /** What a command of this name has come to before, if it has stored anything. */
    private Optional<Outcome<E, R>> firstOutcome(String id, CommandOptions options) {
        if (options.id().isEmpty()) {
            return Optional.empty();
        }
        List<Event> stored = streams.ofCommand(id, options.id().get());
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Outcome.Accepted<>(
                                stored.stream().map(streams::decode).toList(),
                                stored.getLast().sequence()));
    }

    /** Whether the events were stored; otherwise others were faster. */
    private boolean append(
            Aggregate<S> before, List<E> events, CommandOptions options, long deadline)
            throws InterruptedException {
        List<NewEvent> encoded = streams.encode(before.id(), events, options, clock.instant());
        AppendCondition condition =
                AppendCondition.sequence(streams.of(before.id()), before.sequence());
        try {
            List<AppendResult> results =
                    StoreAnswer.await(
                            store.append(encoded, condition), deadline, options.timeout());
            return results.stream().allMatch(AppendResult.Appended.class::isInstance);
        } catch (UnexpectedSequenceException | IdReusedException e) {
            return false;
        }
    }

    private void snapshot(Aggregate<S> before, Aggregate<S> after) {
        if (snapshots != null && snapshots.isDue(before.sequence(), after.sequence())) {
            snapshots.save(streams.of(after.id()), after);
        }
    }

    /**
     * Executes a command and does not wait: what becomes of it is heard by the failure handler, if
     * it is not carried out. Waits while too many are under way.
     */
    public void send(String id, C command, CommandOptions options) throws InterruptedException {
        sending.acquire();
        senders.execute(
                () -> {
                    try {
                        execute(id, command, options).orThrow();
                    } catch (InterruptedException | RuntimeException e) {
                        onFailure.failed(id, command, e);
                    } finally {
                        sending.release();
                    }
                });
    }

    /**
     * The aggregate as it stands now.
     *
     * @throws AggregateNotFoundException if it has no events
     */
    public Aggregate<S> load(String id) {
        AggregateCache.Cell<S> cell = cache.acquire(id);
        try {
            Aggregate<S> loaded = cell.known().map(loader::update).orElseGet(() -> loader.load(id));
            if (loaded.sequence() == 0) {
                throw new AggregateNotFoundException(streams.of(id));
            }
            return loaded;
        } finally {
            cache.release(cell);
        }
    }

    /** All events of an aggregate, oldest first; none if it has none. To be closed. */
    public Stream<E> events(String id) {
        return eventsFrom(id, 1);
    }

    /** The events whose sequence is {@code sequence} or higher, oldest first. To be closed. */
    public Stream<E> eventsFrom(String id, long sequence) {
        NonPositiveArgumentException.require("sequence", sequence);
        return streams.from(id, sequence).map(streams::decode);
    }

    /** The newest snapshot of an aggregate that can be read. */
    public Optional<Aggregate<S>> latestSnapshot(String id) {
        return loader.snapshot(id);
    }

    /**
     * What is known of an aggregate.
     *
     * @throws AggregateNotFoundException if it has no events
     */
    public AggregateStats stats(String id) {
        long sequence =
                streams.newest(id)
                        .map(Event::sequence)
                        .orElseThrow(() -> new AggregateNotFoundException(streams.of(id)));
        return new AggregateStats(id, sequence, sequence, loader.snapshot(id).isPresent());
    }

    /** Commands that came to an outcome since this was built. */
    public long commandsProcessed() {
        return processed.sum();
    }

    /** Waits for the commands that were sent. */
    @Override
    public void close() {
        senders.close();
    }

    /** Gathers what {@link Aggregates} need. Not for several threads at once. */
    public static final class Builder<C, E, S, R> {

        private static final System.Logger LOG = System.getLogger(Aggregates.class.getName());

        private final EventStore store;
        private final String category;
        private final Decider<C, E, S, R> decider;
        private final EventCodec<E> codec;
        private Function<E, List<Tag>> tags = _ -> List.of();
        private @Nullable Snapshots<S> snapshots;
        private int cached = 10_000;
        private int attempts = 5;
        private InstantSource clock = InstantSource.system();
        private CommandFailureHandler<C> onFailure =
                (id, command, cause) ->
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "a command was not carried out: aggregate=" + id,
                                cause);

        private Builder(
                EventStore store,
                String category,
                Decider<C, E, S, R> decider,
                EventCodec<E> codec) {
            this.store = store;
            this.category = category;
            this.decider = decider;
            this.codec = codec;
        }

        /** Tags by which events can be found across aggregates. */
        public Builder<C, E, S, R> tags(Function<E, List<Tag>> tags) {
            this.tags = tags;
            return this;
        }

        /** Keeps snapshots. */
        public Builder<C, E, S, R> snapshots(Snapshots<S> snapshots) {
            this.snapshots = snapshots;
            return this;
        }

        /** How many aggregates are kept in memory, beside those in use; 0 for none. */
        public Builder<C, E, S, R> cached(int aggregates) {
            if (aggregates < 0) {
                throw new IllegalArgumentException("cached must not be negative: " + aggregates);
            }
            cached = aggregates;
            return this;
        }

        /** How often a command is decided at most, where others are faster. */
        public Builder<C, E, S, R> attempts(int attempts) {
            this.attempts = (int) NonPositiveArgumentException.require("attempts", attempts);
            return this;
        }

        /** Says when events happen. */
        public Builder<C, E, S, R> clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** Hears of sent commands that were not carried out. */
        public Builder<C, E, S, R> onFailure(CommandFailureHandler<C> handler) {
            onFailure = handler;
            return this;
        }

        /** Builds it. */
        public Aggregates<C, E, S, R> build() {
            return new Aggregates<>(this);
        }
    }
}
