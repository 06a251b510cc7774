package dev.chronicle.event;

/**
 * The place of an event in the whole log: 1-based and gap-free, in commit order, so that a reader
 * who has seen position n has seen everything up to n.
 *
 * @param value 1 for the first event; {@link #START} and {@link #END} stand outside the log
 */
public record Position(long value) implements Comparable<Position> {

    /** Before the first event. */
    public static final Position START = new Position(0);

    /** After every event that can ever be. */
    public static final Position END = new Position(Long.MAX_VALUE);

    public Position {
        if (value < 0) {
            throw new IllegalArgumentException("position must not be negative: position=" + value);
        }
    }

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
