package dev.chronicle.store.segment;

import dev.chronicle.store.Direction;

import java.util.List;

/**
 * Positions in reading order, upwards or downwards, found by jumping. One thread, and only forth:
 * each {@link #seek} asks for the same or a later place in reading order.
 */
interface Positions {

    /** No position. */
    long NONE = 0;

    /**
     * The first one that is {@code from} or lies behind it in reading order; {@link #NONE} if none.
     */
    long seek(long from);

    /** Every position there could be. */
    Positions EVERY = from -> from;

    /** The positions that any of the parts has. */
    static Positions anyOf(List<Positions> parts, Direction direction) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return from -> {
            long first = NONE;
            for (Positions part : parts) {
                long found = part.seek(from);
                if (found != NONE && (first == NONE || isBefore(found, first, direction))) {
                    first = found;
                }
            }
            return first;
        };
    }

    /** The positions that all of the parts have. */
    static Positions allOf(List<Positions> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return from -> {
            long candidate = from;
            int agreeing = 0;
            for (int i = 0; agreeing < parts.size(); i = (i + 1) % parts.size()) {
                long found = parts.get(i).seek(candidate);
                if (found == NONE) {
                    return NONE;
                }
                agreeing = found == candidate ? agreeing + 1 : 1;
                candidate = found;
            }
            return candidate;
        };
    }

    private static boolean isBefore(long a, long b, Direction direction) {
        return switch (direction) {
            case FORWARDS -> a < b;
            case BACKWARDS -> a > b;
        };
    }
}
