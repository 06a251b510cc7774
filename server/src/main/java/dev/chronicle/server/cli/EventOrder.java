package dev.chronicle.server.cli;

import java.util.SplittableRandom;

/**
 * Which made-up event stands at which place of what is sent; places and events are numbered from 0.
 * Computed from a seed and the place alone, so that nothing is remembered however long the run.
 * Threads may share it.
 */
sealed interface EventOrder {

    /** The event at a place. */
    long eventAt(long place);

    /** Whether the event at a place is there for the first time. */
    default boolean isFirst(long place) {
        return eventAt(place) == place;
    }

    /**
     * Every event once, and the duplicates after them, each a random one of the events.
     *
     * @param unique how many different events, at least 1
     */
    record DuplicatesLast(long unique, long seed) implements EventOrder {

        /** int({@code count} · (1 - {@code ratio})) different events, but at least one. */
        static DuplicatesLast of(long count, double ratio, long seed) {
            return new DuplicatesLast(Math.max(1, (long) (count * (1 - ratio))), seed);
        }

        @Override
        public long eventAt(long place) {
            return place < unique ? place : randomAt(seed, place).nextLong(unique);
        }
    }

    /**
     * Duplicates all along, for a run of unknown length: with a probability of {@code ratio} a
     * place repeats the event of a random earlier one.
     */
    record DuplicatesAmong(double ratio, long seed) implements EventOrder {

        @Override
        public long eventAt(long place) {
            long event = place;
            while (event > 0) {
                SplittableRandom random = randomAt(seed, event);
                if (random.nextDouble() >= ratio) {
                    break;
                }
                event = random.nextLong(event);
            }
            return event;
        }
    }

    /** Randomness that belongs to one number of a run: the same whenever it is asked for. */
    static SplittableRandom randomAt(long seed, long number) {
        return new SplittableRandom(new SplittableRandom(seed + number).nextLong() ^ seed);
    }
}
