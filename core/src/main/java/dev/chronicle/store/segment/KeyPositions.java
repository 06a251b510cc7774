package dev.chronicle.store.segment;

import dev.chronicle.store.Direction;

import java.util.ArrayList;
import java.util.List;

/**
 * The positions of one key, from all parts of an {@link IndexView} one after the other in reading
 * order. A part is looked into only when the reading comes to it.
 */
final class KeyPositions implements Positions {

    private final IndexView view;
    private final long hash;
    private final Direction direction;
    private final int parts;
    private int part = -1;
    private Positions current = _ -> NONE;

    KeyPositions(IndexView view, long hash, Direction direction) {
        this.view = view;
        this.hash = hash;
        this.direction = direction;
        this.parts = view.runs().size() + view.frozen().size() + 1;
    }

    @Override
    public long seek(long from) {
        while (true) {
            long found = current.seek(from);
            if (found != NONE || part == parts - 1) {
                return found;
            }
            part++;
            current = open(from);
        }
    }

    private Positions open(long from) {
        int number =
                switch (direction) {
                    case FORWARDS -> part;
                    case BACKWARDS -> parts - 1 - part;
                };
        int runs = view.runs().size();
        if (number < runs) {
            Run run = view.runs().get(number);
            return lies(run.base(), run.lastPosition(), from) ? in(run) : _ -> NONE;
        }
        number -= runs;
        Memtable memtable =
                number < view.frozen().size() ? view.frozen().get(number) : view.active();
        return in(memtable);
    }

    /**
     * Whether a part that covers positions behind {@code base} up to {@code last} has any to offer.
     */
    private boolean lies(long base, long last, long from) {
        return switch (direction) {
            case FORWARDS -> last >= from;
            case BACKWARDS -> base < from;
        };
    }

    private Positions in(Memtable memtable) {
        KeyEntries entries = memtable.entriesOf(hash);
        return switch (direction) {
            case FORWARDS -> entries::atOrAfter;
            case BACKWARDS -> entries::atOrBefore;
        };
    }

    private Positions in(Run run) {
        long key = run.find(hash);
        if (key < 0) {
            return _ -> NONE;
        }
        return switch (direction) {
            case FORWARDS -> upwards(run, key);
            case BACKWARDS -> new Downwards(run, run.start(key), run.start(key + 1));
        };
    }

    /** The positions of key number {@code key} in one run, from the oldest on. */
    static Positions upwards(Run run, long key) {
        return new Upwards(run, run.start(key), run.start(key + 1));
    }

    /** The entries of a key in a run, from the oldest on. */
    private static final class Upwards implements Positions {

        private final Run.Entries run;
        private final long end;
        private long at;

        Upwards(Run run, long first, long end) {
            this.run = run.reader();
            this.at = first;
            this.end = end;
        }

        @Override
        public long seek(long from) {
            long step = 1;
            long low = at;
            while (low < end && run.position(low) < from) {
                at = low + 1;
                low += step;
                step *= 2;
            }
            long high = Math.min(low, end);
            while (at < high) {
                long middle = (at + high) >>> 1;
                if (run.position(middle) < from) {
                    at = middle + 1;
                } else {
                    high = middle;
                }
            }
            return at < end ? run.position(at) : NONE;
        }
    }

    /** The entries of a key in a run, from the newest on. */
    private static final class Downwards implements Positions {

        private final Run.Entries run;
        private final long first;

        /** Everything from here on is behind us. */
        private long end;

        Downwards(Run run, long first, long end) {
            this.run = run.reader();
            this.first = first;
            this.end = end;
        }

        @Override
        public long seek(long from) {
            long step = 1;
            long high = end - 1;
            while (high >= first && run.position(high) > from) {
                end = high;
                high -= step;
                step *= 2;
            }
            long low = Math.max(high, first - 1);
            // The entry at low, if it is one, is at or before from; all from end on are behind it.
            while (low < end - 1) {
                long middle = (low + end) >>> 1;
                if (run.position(middle) > from) {
                    end = middle;
                } else {
                    low = middle;
                }
            }
            return end > first ? run.position(end - 1) : NONE;
        }
    }

    /** One reader per hash. */
    static List<Positions> each(IndexView view, long[] hashes, Direction direction) {
        List<Positions> readers = new ArrayList<>(hashes.length);
        for (long hash : hashes) {
            readers.add(new KeyPositions(view, hash, direction));
        }
        return readers;
    }
}
