package dev.chronicle.testkit;

import dev.chronicle.event.Position;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.IdReusedException;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.UnexpectedSequenceException;

import java.util.List;

/** What became of an append, so that two stores can be compared. */
sealed interface Outcome {

    /** Its results. */
    record Done(List<AppendResult> results) implements Outcome {}

    /**
     * It was refused.
     *
     * @param facts what a caller would decide by
     */
    record Refused(Class<?> why, List<Object> facts) implements Outcome {}

    /** Appends and waits. */
    static Outcome of(EventStore store, Append append) {
        Position head = store.head();
        try {
            return new Done(StoreUnderTest.await(store.append(append)));
        } catch (EventStoreException e) {
            return new Refused(e.getClass(), facts(e, head));
        }
    }

    private static List<Object> facts(EventStoreException refusal, Position head) {
        return switch (refusal) {
            case UnexpectedSequenceException e -> List.of(e.stream(), e.expected(), e.actual());
            case MatchingEventException e -> List.of(e.position());
            case IdReusedException e -> stored(e.position(), head);
            case StoreClosedException _ -> List.of();
            case StoreFailedException _ -> List.of();
            case StoreInUseException _ -> List.of();
        };
    }

    /** The first event with a reused id may be of the same append, and then it has no position. */
    private static List<Object> stored(Position position, Position head) {
        return position.compareTo(head) <= 0 ? List.of(position) : List.of();
    }
}
