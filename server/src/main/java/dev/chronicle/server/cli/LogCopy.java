package dev.chronicle.server.cli;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Copies the events of one log into another, each to the same place: what was recorded at one
 * moment is one append, on a clock that shows that moment, one after the other; then what stands in
 * the target is read, and its canonical hash compared. For one thread.
 */
final class LogCopy {

    private static final int MOST_TOGETHER = 1000;
    private static final long BYTES_TOGETHER = 4 << 20;

    /** What an event takes beside its data. */
    private static final int EVENT_BYTES = 500;

    private final EventStore source;
    private final EventStore target;
    private final SourceClock clock;

    /** Copied, and not compared yet. */
    private final List<Event> copied = new ArrayList<>();

    private long copiedBytes;

    /** The copy cannot go on; the message says why and where. */
    static final class MismatchException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        MismatchException(String message) {
            super(message);
        }
    }

    /**
     * @param clock the target's
     */
    LogCopy(EventStore source, EventStore target, SourceClock clock) {
        this.source = source;
        this.target = target;
        this.clock = clock;
    }

    /**
     * Copies what the target lacks of what the source has now.
     *
     * @param progress is told the position reached, now and then
     * @return the position that both reach
     * @throws MismatchException if the target has other events, or does not take one as it is
     */
    Position run(LongConsumer progress) throws InterruptedException {
        Position end = newest(source);
        Position done = newest(target);
        requireSame(done, end);
        try (Stream<Event> events = source.read(Query.all(), done)) {
            Iterator<Event> rest =
                    events.takeWhile(event -> event.position().compareTo(end) <= 0).iterator();
            List<Event> together = new ArrayList<>();
            long bytes = 0;
            while (rest.hasNext()) {
                Event next = rest.next();
                if (!together.isEmpty() && !belongs(next, together, bytes)) {
                    copy(together, progress);
                    together.clear();
                    bytes = 0;
                }
                together.add(next);
                bytes += next.data().size() + EVENT_BYTES;
            }
            if (!together.isEmpty()) {
                copy(together, progress);
            }
            verify(progress);
        }
        return end;
    }

    private static Position newest(EventStore store) {
        try (Stream<Event> newest = store.read(Query.all(), Position.END, 1, Direction.BACKWARDS)) {
            return newest.findFirst().map(Event::position).orElse(Position.START);
        }
    }

    /** A log that was copied in part has the source's first and last events at their places. */
    private void requireSame(Position done, Position end) {
        if (done.equals(Position.START)) {
            return;
        }
        if (done.compareTo(end) > 0) {
            throw new MismatchException(
                    "the target has more events than the source: target=%s source=%s"
                            .formatted(done, end));
        }
        for (long position : new long[] {1, (1 + done.value()) / 2, done.value()}) {
            if (!same(at(source, position), at(target, position))) {
                throw new MismatchException(
                        "the target has events of another log: position=" + position);
            }
        }
    }

    private static Event at(EventStore store, long position) {
        try (Stream<Event> one =
                store.read(Query.all(), new Position(position - 1), 1, Direction.FORWARDS)) {
            return one.findFirst().orElseThrow();
        }
    }

    private static boolean same(Event left, Event right) {
        return Arrays.equals(CanonicalForm.sha256(left), CanonicalForm.sha256(right));
    }

    private static boolean belongs(Event next, List<Event> together, long bytes) {
        Instant recordedAt = together.getFirst().recordedAt();
        return next.recordedAt().equals(recordedAt)
                && together.size() < MOST_TOGETHER
                && bytes + next.data().size() <= BYTES_TOGETHER;
    }

    private void copy(List<Event> events, LongConsumer progress) throws InterruptedException {
        clock.set(events.getFirst().recordedAt());
        List<AppendResult> results;
        try {
            results = target.append(events.stream().map(LogCopy::offered).toList()).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EventStoreException refused) {
                throw new MismatchException(
                        "the target does not take an event: position=%s: %s"
                                .formatted(events.getFirst().position(), refused.getMessage()));
            }
            throw new IllegalStateException("append failed", e);
        }
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            AppendResult expected = new AppendResult.Appended(event.position(), event.sequence());
            if (!results.get(i).equals(expected)) {
                throw new MismatchException(
                        "an event got another place: source=%s target=%s"
                                .formatted(expected, results.get(i)));
            }
        }
        copied.addAll(events);
        events.forEach(event -> copiedBytes += event.data().size() + EVENT_BYTES);
        if (copied.size() >= MOST_TOGETHER || copiedBytes >= BYTES_TOGETHER) {
            verify(progress);
        }
    }

    private static NewEvent offered(Event event) {
        return new NewEvent(
                event.id(),
                event.stream(),
                event.type(),
                event.time(),
                event.tags(),
                event.data(),
                event.metadata());
    }

    private void verify(LongConsumer progress) {
        if (copied.isEmpty()) {
            return;
        }
        Position before = new Position(copied.getFirst().position().value() - 1);
        try (Stream<Event> stored =
                target.read(Query.all(), before, copied.size(), Direction.FORWARDS)) {
            Iterator<Event> copies = stored.iterator();
            for (Event event : copied) {
                if (!copies.hasNext() || !same(event, copies.next())) {
                    throw new MismatchException(
                            "an event is not the same in the target: position=" + event.position());
                }
            }
        }
        progress.accept(copied.getLast().position().value());
        copied.clear();
        copiedBytes = 0;
    }
}
