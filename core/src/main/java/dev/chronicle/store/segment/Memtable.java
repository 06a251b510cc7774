package dev.chronicle.store.segment;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/**
 * The newest part of the index: which positions have a key, in arrays of primitives. One thread
 * adds, in the order of positions; any number read at the same time.
 *
 * <p>What bounds the speed of adding are places in memory that are in no cache. So an entry is only
 * written behind the one before, and only ids, which every append is checked against, are put into
 * a hash table at once. By their other keys entries are found through {@link KeyChains}, which grow
 * while somebody asks for them; many memtables become runs without anybody having asked.
 *
 * <p>Readers may meet entries that are not committed yet: they bound what they take by position.
 */
final class Memtable {

    private static final int[] NO_ENTRIES = {};

    /** Positions are kept relative to this one, the position before the first. */
    private final long base;

    /** Per entry, the hash of its key. Entry 0 is none. */
    private final long[] hashes;

    /** Per entry, its position. */
    private final int[] positions;

    /**
     * Open addressing: the entry of an id in the lower bits, and in the upper ones the same bits of
     * its hash, so that hardly any other id's entry is looked at. At most half full.
     */
    private final int[] ids;

    private final int capacity;

    /** The bits of a slot of {@link #ids} that are an entry's. */
    private final int entryMask;

    private final int shift;

    /** How many entries there are; what is written before it is set is seen by who reads it. */
    private final AtomicInteger count = new AtomicInteger();

    private int events;
    private long lastPosition;
    private int touched;
    private volatile @Nullable KeyChains chains;

    /**
     * @param base the position before the first that will be added
     * @param capacity the most entries; a power of two
     */
    Memtable(long base, int capacity) {
        this.base = base;
        this.capacity = capacity;
        lastPosition = base;
        hashes = new long[capacity + 1];
        positions = new int[capacity + 1];
        ids = new int[capacity];
        entryMask = capacity * 2 - 1;
        shift = Long.numberOfLeadingZeros(capacity - 1);
    }

    /** Whether another event with so many keys fits. */
    boolean hasRoomFor(int more) {
        return count.getPlain() + more <= capacity
                && events < capacity / 2
                && lastPosition - base < Integer.MAX_VALUE - more;
    }

    boolean isEmpty() {
        return count() == 0;
    }

    /** The position before the first one. */
    long base() {
        return base;
    }

    /** The newest position added. For the adding thread, and for others once it adds no more. */
    long lastPosition() {
        return lastPosition;
    }

    /** How many entries there are. */
    int count() {
        return count.getAcquire();
    }

    /** The most entries there can be. */
    int capacity() {
        return capacity;
    }

    /** The hash of an entry's key. */
    long hash(int entry) {
        return hashes[entry];
    }

    /** The position of an entry. */
    long position(int entry) {
        return base + positions[entry];
    }

    /**
     * Adds the hashes from {@code from} up to {@code to}, as {@link EventKeys} orders them, for the
     * event at {@code position}.
     */
    void add(long position, long[] hashes, int from, int to) {
        int entry = count.getPlain() + 1;
        ids[freeSlot(hashes[from + EventKeys.ID])] =
                entry + EventKeys.ID | tag(hashes[from + EventKeys.ID]);
        for (int i = from; i < to; i++) {
            this.hashes[entry] = hashes[i];
            positions[entry++] = (int) (position - base);
        }
        events++;
        lastPosition = position;
        count.setRelease(entry - 1);
    }

    private int freeSlot(long id) {
        int slot = (int) (id >>> shift);
        while (ids[slot] != 0) {
            slot = (slot + 1) & (capacity - 1);
        }
        return slot;
    }

    private int tag(long hash) {
        return (int) hash & ~entryMask;
    }

    /**
     * Brings what {@link #findId} will need for these hashes into the caches: the processor fetches
     * many places at once where it is not asked to wait for each.
     */
    void touchIds(long[] hashes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += ids[(int) (hashes[i] >>> shift)];
        }
        touched = sum;
    }

    /**
     * The position of an event with this hash of its id that is accepted, 0 if there is none. For
     * the adding thread.
     */
    long findId(long hash, LongPredicate accepts) {
        int tag = tag(hash);
        for (int slot = (int) (hash >>> shift);
                ids[slot] != 0;
                slot = (slot + 1) & (capacity - 1)) {
            int entry = ids[slot] & entryMask;
            if ((ids[slot] & ~entryMask) == tag
                    && hashes[entry] == hash
                    && accepts.test(position(entry))) {
                return position(entry);
            }
        }
        return 0;
    }

    /** The entries of a key, all that were added before this was called. */
    KeyEntries entriesOf(long hash) {
        KeyChains made = chains;
        if (made == null) {
            made = makeChains();
        }
        int last = count();
        int linked = made.linkSome(last);
        return new KeyEntries(made, made.newest(hash), entriesBehind(linked, last, hash));
    }

    /** The entries of a key behind {@code linked}, by looking through all. */
    private int[] entriesBehind(int linked, int last, long hash) {
        int[] found = NO_ENTRIES;
        int size = 0;
        for (int entry = linked + 1; entry <= last; entry++) {
            if (hashes[entry] == hash) {
                if (size == found.length) {
                    found = Arrays.copyOf(found, Math.max(8, size * 2));
                }
                found[size++] = entry;
            }
        }
        return size == found.length ? found : Arrays.copyOf(found, size);
    }

    private synchronized KeyChains makeChains() {
        KeyChains made = chains;
        if (made == null) {
            made = new KeyChains(this);
            chains = made;
        }
        return made;
    }

    /**
     * Everything, sorted by key. Only when nothing is added any more.
     *
     * @param into filled; what it held is gone
     */
    void sort(SortedEntries into) {
        into.sort(hashes, positions, count());
    }
}
