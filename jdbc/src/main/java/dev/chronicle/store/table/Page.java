package dev.chronicle.store.table;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;
import dev.chronicle.event.Query;
import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.Direction;

import java.util.ArrayList;
import java.util.List;

/**
 * Some events that a read found in a row.
 *
 * @param rows in reading order
 * @param head the position of the newest event when the page was read
 * @param last whether there are no more
 */
public record Page(List<Row> rows, long head, boolean last) {

    /** A page ends when its forms take more than this. */
    public static final long MOST_BYTES = 1 << 20;

    /**
     * One candidate.
     *
     * @param position where it stands
     * @param form its canonical bytes
     */
    public record Row(long position, byte[] form) {

        /**
         * The event.
         *
         * @throws DamagedLogException if the bytes are not those of an event of this position
         */
        public Event event() {
            Event event;
            try {
                event = CanonicalForm.parse(form, 0, form.length);
            } catch (IllegalArgumentException e) {
                throw new DamagedLogException("position=" + position, String.valueOf(e));
            }
            if (event.position().value() != position) {
                throw new DamagedLogException(
                        "position=" + position, "the event says it is " + event.position());
            }
            return event;
        }
    }

    /**
     * Which page is wanted.
     *
     * @param keys what is looked up
     * @param direction reading order
     * @param above positions must be greater
     * @param below positions must be less
     * @param most the most rows, at least 1
     */
    public record Request(QueryKeys keys, Direction direction, long above, long below, int most) {

        /** The request for what lies behind this page. */
        public Request behind(Page page, int most) {
            long end = page.rows().getLast().position();
            return switch (direction) {
                case FORWARDS -> {
                    long head = Math.min(below - 1, Math.max(page.head(), end));
                    yield new Request(keys, direction, end, head + 1, most);
                }
                case BACKWARDS -> new Request(keys, direction, above, end, most);
            };
        }
    }

    /** Those of the events that match. */
    List<Event> events(Query query) {
        List<Event> events = new ArrayList<>(rows.size());
        for (Row row : rows) {
            Event event = row.event();
            if (query.matches(event)) {
                events.add(event);
            }
        }
        return events;
    }
}
