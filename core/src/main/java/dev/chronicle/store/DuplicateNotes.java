package dev.chronicle.store;

import dev.chronicle.event.NewEvent;

/**
 * Makes the events that note duplicates: for every event of an append that turns out to be one, a
 * note is stored with the append, in the same atomic write. So each delivery leaves its trace,
 * though only the first leaves an event.
 *
 * <p>Called while the store commits, and everybody waits: it should only put together what is at
 * hand.
 */
@FunctionalInterface
public interface DuplicateNotes {

    /** Duplicates are not noted. */
    DuplicateNotes NONE =
            _ -> {
                throw new UnsupportedOperationException("duplicates are not noted");
            };

    /**
     * The note on one duplicate. Its id should be new in its stream: if it is not, nothing is
     * noted. If this throws, the append fails with what was thrown, and nothing of it is stored.
     *
     * @param index of the event in the append, from 0
     */
    NewEvent noteOn(int index);
}
