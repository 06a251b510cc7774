package dev.chronicle.server.live;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.server.http.ServerSentEvents;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The log as one client sees it grow. It reads what is there lazily, one event at a time in memory,
 * then waits for the next: a client that is slow only falls behind, and neither the store nor
 * anybody else notices. One thread runs it, any may end it.
 */
final class LiveStream {

    private final EventStore store;
    private final Query query;
    private final Duration heartbeat;
    private Position position;
    private volatile @Nullable Subscription waiting;
    private volatile boolean ended;

    /**
     * @param after the position behind which it begins
     * @param heartbeat how long nothing may be sent
     */
    LiveStream(EventStore store, Query query, Position after, Duration heartbeat) {
        this.store = store;
        this.query = query;
        this.heartbeat = heartbeat;
        position = after;
    }

    /** Sends events until it is ended, or the client leaves. */
    void sendTo(ServerSentEvents out) throws InterruptedException {
        // whoever is cut off before the first event must go on from here, and not from a later end
        out.mark(position.toString());
        while (!ended) {
            Position head = store.head();
            if (head.compareTo(position) > 0) {
                sendUpTo(head, out);
                out.flush();
            } else {
                awaitNext(out);
            }
        }
        out.end();
    }

    private void sendUpTo(Position head, ServerSentEvents out) {
        try (Stream<Event> read = store.read(query, position, Long.MAX_VALUE, Direction.FORWARDS)) {
            for (Iterator<Event> events = read.iterator(); !ended && events.hasNext(); ) {
                send(events.next(), out);
            }
        }
        if (!ended && head.compareTo(position) > 0) {
            position = head;
        }
    }

    /** The first that comes is sent at once, those that came with it are read by the next turn. */
    private void awaitNext(ServerSentEvents out) throws InterruptedException {
        try (Subscription next = store.subscribe(query, position)) {
            waiting = next;
            if (ended) {
                return;
            }
            List<Event> events = next.take(1, heartbeat);
            if (events.isEmpty()) {
                position = next.position();
                out.mark(position.toString());
            } else {
                send(events.getFirst(), out);
                out.flush();
            }
        } catch (StoreClosedException e) {
            if (!ended) {
                throw e;
            }
        }
    }

    private void send(Event event, ServerSentEvents out) {
        out.event(event.position().toString(), LiveEvent.line(event));
        position = event.position();
    }

    /** Makes it end soon: at once where it waits for events. */
    void end() {
        ended = true;
        Subscription now = waiting;
        if (now != null) {
            now.close();
        }
    }
}
