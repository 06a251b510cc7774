package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.Tag;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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

    private final AggregateStream<E> streams;
    private final AggregateLoader<E, S> loader;
    private final AggregateCache<S> cache;
    private final AggregateCommands<C, E, S, R> commands;
    private final SentCommands<C> sent;

    private Aggregates(Builder<C, E, S, R> builder) {
        streams = new AggregateStream<>(builder);
        loader = new AggregateLoader<>(builder, streams);
        cache = new AggregateCache<>(builder.cached);
        commands = new AggregateCommands<>(builder, streams, loader, cache);
        sent = new SentCommands<>(commands, builder.onFailure);
    }

    /**
     * Starts with the defaults: no snapshots, no tags, 10,000 aggregates in memory, 5 attempts,
     * failures of sent commands logged, nobody told of anything else.
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
        return commands.execute(id, command, options);
    }

    /**
     * Executes a command and does not wait: what becomes of it is heard by the failure handler, if
     * it is not carried out. Waits while too many are under way.
     */
    public void send(String id, C command, CommandOptions options) throws InterruptedException {
        sent.send(id, command, options);
    }

    /**
     * The aggregate as it stands now.
     *
     * @throws AggregateNotFoundException if it has no events
     * @throws StoreUnavailableException if the store does not work
     */
    public Aggregate<S> load(String id) {
        AggregateCache.Cell<S> cell = cache.acquire(id);
        try {
            Aggregate<S> loaded =
                    StoreAnswer.read(
                            () ->
                                    cell.known()
                                            .map(loader::update)
                                            .orElseGet(() -> loader.load(id)));
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
        return StoreAnswer.read(() -> streams.from(id, sequence)).map(streams::decode);
    }

    /** The newest snapshot of an aggregate that can be read. */
    public Optional<Aggregate<S>> latestSnapshot(String id) {
        return StoreAnswer.read(() -> loader.snapshots().load(id));
    }

    /**
     * What is known of an aggregate.
     *
     * @throws AggregateNotFoundException if it has no events
     * @throws StoreUnavailableException if the store does not work
     */
    public AggregateStats stats(String id) {
        long sequence =
                StoreAnswer.read(() -> streams.newest(id))
                        .map(Event::sequence)
                        .orElseThrow(() -> new AggregateNotFoundException(streams.of(id)));
        return new AggregateStats(id, sequence, sequence, latestSnapshot(id).isPresent());
    }

    /** Commands that came to an outcome since this was built. */
    public long commandsProcessed() {
        return commands.processed();
    }

    /** Waits for the commands that were sent. */
    @Override
    public void close() {
        sent.close();
    }

    /** Gathers what {@link Aggregates} need. Not for several threads at once. */
    public static final class Builder<C, E, S, R> {

        private static final System.Logger LOG = System.getLogger(Aggregates.class.getName());

        final EventStore store;
        final String category;
        final Decider<C, E, S, R> decider;
        final EventCodec<E> codec;
        Function<E, List<Tag>> tags = _ -> List.of();
        @Nullable Snapshots<S> snapshots;
        int cached = 10_000;
        int attempts = 5;
        InstantSource clock = InstantSource.system();
        Telemetry telemetry = new Telemetry();
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

        /** Is told of commands, loads and snapshots. */
        public Builder<C, E, S, R> telemetry(Telemetry telemetry) {
            this.telemetry = telemetry;
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
