package dev.chronicle.sourcing;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.telemetry.Telemetry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Executes commands whose decision depends on a query rather than on one stream: a rule may span
 * streams. The state is what the matching events make of it, and the events are stored only if no
 * other matching one came meanwhile (a dynamic consistency boundary, see dcb.events). Threads share
 * it.
 *
 * @param <C> commands
 * @param <E> events
 * @param <S> the state that a decision needs
 * @param <R> reasons for which commands are rejected
 */
public final class QueryDecisions<C, E, S, R> {

    private static final int ATTEMPTS = 10;

    /** What named commands are tagged with, and what telemetry calls them. */
    private static final String CATEGORY = "decision";

    private final EventStore store;
    private final Decider<C, E, S, R> decider;
    private final CommandEvents<E> form;
    private final Function<C, Query> relevant;
    private final Function<E, Placement> placement;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final LongAdder processed;

    /**
     * Where an event goes.
     *
     * @param stream it belongs to
     * @param tags it can be found by, also by the queries of later decisions
     */
    public record Placement(StreamId stream, List<Tag> tags) {

        public Placement {
            tags = List.copyOf(tags);
        }
    }

    /**
     * Times events by the system's clock, and tells nobody.
     *
     * @param relevant which events the decision on a command depends on
     * @param placement where an event goes
     */
    public QueryDecisions(
            EventStore store,
            Decider<C, E, S, R> decider,
            EventCodec<E> codec,
            Function<C, Query> relevant,
            Function<E, Placement> placement) {
        this.store = store;
        this.decider = decider;
        form = new CommandEvents<>(codec, CATEGORY);
        this.relevant = relevant;
        this.placement = placement;
        clock = InstantSource.system();
        telemetry = new Telemetry();
        processed = new LongAdder();
    }

    private QueryDecisions(
            QueryDecisions<C, E, S, R> like, InstantSource clock, Telemetry telemetry) {
        store = like.store;
        decider = like.decider;
        form = like.form;
        relevant = like.relevant;
        placement = like.placement;
        processed = like.processed;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    /** The same, with events timed by this clock. */
    public QueryDecisions<C, E, S, R> clock(InstantSource clock) {
        return new QueryDecisions<>(this, clock, telemetry);
    }

    /**
     * The same, telling how commands end: in the category {@code decision}, with the query in place
     * of a stream.
     */
    public QueryDecisions<C, E, S, R> telemetry(Telemetry telemetry) {
        return new QueryDecisions<>(this, clock, telemetry);
    }

    /** Commands that came to an outcome, of all that were made of one another. */
    public long commandsProcessed() {
        return processed.sum();
    }

    /** {@link #execute(Object, CommandOptions)} with the defaults. */
    public Outcome<E, R> execute(C command) throws InterruptedException {
        return execute(command, CommandOptions.defaults());
    }

    /**
     * Executes a command and waits for its outcome, whose sequence is that of the last event in its
     * stream. Under an id it is found again by its events' tag.
     *
     * @throws ConflictException if others were faster every time
     * @throws OperationTimeoutException if it took too long
     * @throws OutcomeUnknownException if the store failed on the way
     * @throws StoreUnavailableException if the store does not work
     */
    public Outcome<E, R> execute(C command, CommandOptions options) throws InterruptedException {
        CommandRun run = new CommandRun(options);
        Query query = relevant.apply(command);
        try {
            Outcome<E, R> outcome = carryOut(query, command, run);
            processed.increment();
            run.tellEnd(telemetry, CATEGORY, query, outcome);
            return outcome;
        } catch (Throwable e) {
            run.tellFailure(telemetry, CATEGORY, query, e);
            throw e;
        }
    }

    private Outcome<E, R> carryOut(Query query, C command, CommandRun run)
            throws InterruptedException {
        S state = decider.initial();
        Position known = Position.START;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Outcome<E, R>> first = run.repeats(firstOutcome(run.options()));
            if (first.isPresent()) {
                return first.get();
            }
            Position head = store.head();
            state = update(state, query, known, head);
            known = head;
            run.decides();
            switch (decider.handle(state, command)) {
                case Decision.Rejected<E, R>(R reason) -> {
                    return run.repeats(firstOutcome(run.options()))
                            .orElseGet(() -> new Outcome.Rejected<>(reason));
                }
                case Decision.Accepted<E, R>(List<E> events) -> {
                    if (events.isEmpty()) {
                        return run.repeats(firstOutcome(run.options()))
                                .orElseGet(() -> new Outcome.Accepted<>(events, 0));
                    }
                    requireApplicable(state, events);
                    run.requireTime();
                    Optional<Long> sequence = append(query, head, events, run);
                    if (sequence.isPresent()) {
                        return new Outcome.Accepted<>(events, sequence.get());
                    }
                }
            }
        }
        throw new ConflictException("query=" + query, ATTEMPTS);
    }

    /** What cannot be applied must not be stored: no later decision could be made on it. */
    private void requireApplicable(S state, List<E> events) {
        S after = state;
        for (E event : events) {
            after = decider.apply(after, event);
        }
    }

    /** The state with what came behind a position, up to another. */
    private S update(S from, Query query, Position after, Position head) {
        return StoreAnswer.read(
                () -> {
                    S state = from;
                    try (Stream<Event> events = store.read(query, after)) {
                        for (Event event : (Iterable<Event>) events::iterator) {
                            if (event.position().compareTo(head) > 0) {
                                break;
                            }
                            state = decider.apply(state, form.codec().decode(event));
                        }
                    }
                    return state;
                });
    }

    /**
     * What the command came to before. Looked for again behind a decision that stores nothing: it
     * may have been made on what the command itself did meanwhile, on another node.
     */
    private Optional<Outcome<E, R>> firstOutcome(CommandOptions options) {
        if (options.id().isEmpty()) {
            return Optional.empty();
        }
        Query query = Query.tags(form.tag(options.id().get()));
        List<Event> stored = StoreAnswer.read(() -> all(query));
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Outcome.Accepted<>(
                                stored.stream().map(form.codec()::decode).toList(),
                                stored.getLast().sequence()));
    }

    private List<Event> all(Query query) {
        try (Stream<Event> events = store.read(query, Position.START)) {
            return events.toList();
        }
    }

    /** What must not have come meanwhile: also events of the same named command. */
    private Query guarded(Query query, CommandOptions options) {
        if (options.id().isEmpty()) {
            return query;
        }
        List<Query.Item> items = new ArrayList<>(query.items());
        items.add(Query.Item.ANY.tagged(form.tag(options.id().get())));
        return new Query(items);
    }

    /** The sequence of the last event, if they were stored; otherwise others were faster. */
    private Optional<Long> append(Query query, Position head, List<E> events, CommandRun run)
            throws InterruptedException {
        List<NewEvent> encoded = new ArrayList<>(events.size());
        for (E event : events) {
            Placement place = placement.apply(event);
            encoded.add(
                    form.encode(
                            event,
                            encoded.size(),
                            place.stream(),
                            place.tags(),
                            run.options(),
                            clock.instant()));
        }
        try {
            List<AppendResult> results =
                    run.await(
                            store.append(
                                    encoded,
                                    AppendCondition.noneMatching(
                                            guarded(query, run.options()), head)));
            return results.getLast() instanceof AppendResult.Appended(_, long sequence)
                    ? Optional.of(sequence)
                    : Optional.empty();
        } catch (MatchingEventException | IdReusedException e) {
            return Optional.empty();
        }
    }
}
