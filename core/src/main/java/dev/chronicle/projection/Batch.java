package dev.chronicle.projection;

import dev.chronicle.event.Event;

import java.util.ArrayList;
import java.util.List;
import java.util.Spliterator;
import java.util.function.Consumer;

/** The events that are dealt with together, bounded in number and bytes. Used again and again. */
final class Batch implements Consumer<Event> {

    /** One event may be larger; then it comes alone. */
    private static final long MOST_BYTES = 4 << 20;

    private final List<Event> events = new ArrayList<>();
    private long bytes;
    private long last;

    /** Takes the next events; false if there are none left. */
    boolean fill(Spliterator<Event> source, int most) {
        events.clear();
        bytes = 0;
        last = 0;
        while (events.size() < most && bytes < MOST_BYTES && source.tryAdvance(this)) {
            // tryAdvance has added it
        }
        return last > 0;
    }

    /** Notes on parked events are about projections, and for none of them. */
    @Override
    public void accept(Event event) {
        last = event.position().value();
        if (!event.stream().category().equals(ParkedEvents.CATEGORY)) {
            events.add(event);
            bytes += event.data().size();
        }
    }

    List<Event> events() {
        return events;
    }

    /** The position up to which the log was looked through. */
    long last() {
        return last;
    }
}
