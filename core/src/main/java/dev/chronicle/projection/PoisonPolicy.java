package dev.chronicle.projection;

import java.util.Objects;

/**
 * What becomes of an event that a projection cannot deal with. One that cannot be decoded is poison
 * at once, since its bytes do not change; one whose handling fails is tried again first, each time
 * after a longer wait.
 */
public sealed interface PoisonPolicy {

    /** How often handling an event must fail in a row, at least 1. */
    int tries();

    /** Stops the projection in front of the event; others go on. */
    static PoisonPolicy stop(int tries) {
        return new Stop(tries);
    }

    /**
     * Puts the event aside and goes on behind it; stops when there are too many.
     *
     * @param into where it is put
     * @param most how many may be there of one projection
     */
    static PoisonPolicy park(int tries, ParkedEvents into, int most) {
        return new Park(tries, into, most);
    }

    /** Stops the projection in front of the event. */
    record Stop(int tries) implements PoisonPolicy {
        public Stop {
            requirePositive("tries", tries);
        }
    }

    /** Puts the event aside. */
    record Park(int tries, ParkedEvents into, int most) implements PoisonPolicy {
        public Park {
            requirePositive("tries", tries);
            requirePositive("most", most);
            Objects.requireNonNull(into, "into");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "poison policy: %s must be at least 1: %s=%d".formatted(name, name, value));
        }
    }
}
