package dev.chronicle.store;

import dev.chronicle.event.NewEvent;

import java.util.List;
import java.util.Objects;

/**
 * Events to be stored together, all or none.
 *
 * @param events at least one
 * @param condition what must hold; nothing unless given
 * @param reusedIds what becomes of an event whose id its stream has with another body; refused
 *     unless asked otherwise
 * @param notes makes what is stored, behind the events, for each of them that is a duplicate;
 *     {@link DuplicateNotes#NONE} unless given
 */
public record Append(
        List<NewEvent> events,
        AppendCondition condition,
        ReusedIds reusedIds,
        DuplicateNotes notes) {

    public Append {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("an append needs at least one event");
        }
        Objects.requireNonNull(condition, "condition");
        Objects.requireNonNull(reusedIds, "reusedIds");
        Objects.requireNonNull(notes, "notes");
    }

    /** An append without a condition that refuses reused ids. */
    public static Append of(List<NewEvent> events) {
        return new Append(events, AppendCondition.none(), ReusedIds.REFUSE, DuplicateNotes.NONE);
    }

    /** The same, on a condition. */
    public Append on(AppendCondition condition) {
        return new Append(events, condition, reusedIds, notes);
    }

    /** The same, with another answer to reused ids. */
    public Append reusedIds(ReusedIds reusedIds) {
        return new Append(events, condition, reusedIds, notes);
    }

    /** The same, noting duplicates. */
    public Append noting(DuplicateNotes notes) {
        return new Append(events, condition, reusedIds, notes);
    }

    /** What becomes of an event whose id its stream has already, but with another body. */
    public enum ReusedIds {
        /** The append fails with {@link IdReusedException}. */
        REFUSE,
        /** The first body stays, and the event is a duplicate like any other. */
        DROP
    }
}
