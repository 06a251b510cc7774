package dev.chronicle.store;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A log of events in one total order, each stored once. Threads may share it.
 *
 * <p>What every store promises:
 *
 * <ul>
 *   <li>An append is all or nothing, for readers too: nobody ever sees a part of it.
 *   <li>Positions are 1, 2, 3, … without gaps in the order in which appends become visible; whoever
 *       has seen position n can see everything up to n. Sequences are the same within a stream.
 *   <li>An id is stored once per stream for the life of the log; offering it again is answered with
 *       {@link AppendResult.Duplicate}.
 *   <li>An append that completed is as durable as the store can make it (see its description), and
 *       visible to every read that begins afterwards.
 * </ul>
 */
public interface EventStore extends AutoCloseable {

    /**
     * Appends events, all or none, and completes when they are durable.
     *
     * <p>An event whose id its stream has already is a duplicate, and is not stored again. If all
     * of them are, the condition is not looked at: the append is a retry of one that succeeded. A
     * reused id is reported before a condition that does not hold.
     *
     * <p>Waits (without pinning a platform thread) while the store has too much to do.
     *
     * @return one result per event, in their order; or a failure with one of the {@link
     *     EventStoreException}s: {@link ConditionFailedException} and {@link IdReusedException} say
     *     that nothing was stored; {@link StoreFailedException} that the store has stopped, and
     *     whether this append is stored is known only after it is opened again (then offer it
     *     again: what was stored is a duplicate); {@link StoreUnreachableException} the same of a
     *     store that comes back by itself
     * @throws IllegalArgumentException if the append is larger than the store takes
     */
    CompletableFuture<List<AppendResult>> append(Append append);

    /** {@link #append(Append)} without a condition. */
    default CompletableFuture<List<AppendResult>> append(List<NewEvent> events) {
        return append(Append.of(events));
    }

    /** {@link #append(Append)} on a condition. */
    default CompletableFuture<List<AppendResult>> append(
            List<NewEvent> events, AppendCondition condition) {
        return append(Append.of(events).on(condition));
    }

    /**
     * The matching events that lie behind {@code after} in reading direction and are visible when
     * the read begins. Memory does not depend on how many they are. Close the stream when it is not
     * read to its end; one thread at a time reads it.
     *
     * @param query which events
     * @param after the position behind which reading begins, itself left out: {@link
     *     Position#START} for all of them forwards, {@link Position#END} for all of them backwards
     * @param limit the most events to hand out; {@link Long#MAX_VALUE} for no limit
     * @param direction towards newer or towards older events
     * @throws IllegalArgumentException if the limit is negative
     * @throws StoreClosedException here or from the stream's operations, if the store was closed
     *     before
     * @throws StoreFailedException from the stream's operations, if a stored event is damaged (then
     *     a {@link DamagedLogException}): it is never handed out
     */
    Stream<Event> read(Query query, Position after, long limit, Direction direction);

    /** Every matching event behind {@code after}, oldest first. */
    default Stream<Event> read(Query query, Position after) {
        return read(query, after, Long.MAX_VALUE, Direction.FORWARDS);
    }

    /**
     * The matching events behind {@code after}: those stored already and then, without a seam,
     * those to come. Takes nothing from the store until it is asked for events.
     */
    Subscription subscribe(Query query, Position after);

    /** The position of the newest visible event, {@link Position#START} while there is none. */
    Position head();

    /** Whether the store takes appends. */
    StoreStatus status();

    /**
     * Completes what was appended, then lets go of everything. Appends and reads that come later,
     * and subscriptions, fail with {@link StoreClosedException}. Closing again does nothing.
     */
    @Override
    void close();
}
