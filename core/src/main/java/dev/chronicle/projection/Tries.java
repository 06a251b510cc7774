package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.projection.EventFailure.Blame;

import java.util.List;

/** How often which event has failed. For one thread at a time. */
final class Tries {

    private long position;
    private int count;

    /** Up to here one event at a time is tried, since one of several has failed. */
    private long singlyUpTo;

    /** How many events may come together behind this position. */
    int atOnce(long after, int most) {
        return after < singlyUpTo ? 1 : most;
    }

    /** Takes note of a failure; returns how often in a row that very event has failed now. */
    int failed(EventFailure failure, List<Event> events) {
        if (failure.blame() == Blame.ONE_OF_THE_REST) {
            singlyUpTo = events.getLast().position().value();
            return 0;
        }
        long failed = events.get(failure.index()).position().value();
        count = failed == position ? count + 1 : 1;
        position = failed;
        return count;
    }
}
