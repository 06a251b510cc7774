package dev.chronicle.store.segment;

import dev.chronicle.store.StoreFailedException;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Holds the runs of an index against the events of its log, which come in the order of their
 * positions. One thread.
 */
final class IndexAudit {

    private static final String REMEDY =
            " (delete the index directory: it is made again from the log)";

    private final List<Run> runs;
    private final EventKeys keys;
    private final Consumer<String> damage;
    private final Consumer<String> notes;
    private boolean damaged;
    private int current;
    private long events;
    private long expectedEntries;

    private IndexAudit(
            List<Run> runs, KeyHash hash, Consumer<String> damage, Consumer<String> notes) {
        this.runs = runs;
        this.keys = new EventKeys(hash);
        this.damage = damage;
        this.notes = notes;
    }

    /** Opens the runs in {@code directory}; an index that is not whole has none. */
    static IndexAudit open(Path directory, Consumer<String> damage, Consumer<String> notes) {
        try {
            Manifest manifest = Manifest.read(directory);
            IndexAudit audit =
                    new IndexAudit(
                            Index.openRuns(directory, manifest), manifest.hash(), damage, notes);
            audit.readThrough();
            return audit;
        } catch (NoSuchFileException e) {
            notes.accept("there is no index yet; the next start makes it from the log");
        } catch (IOException e) {
            notes.accept(
                    "the index is not whole; the next start makes it from the log: "
                            + e.getMessage());
        }
        return new IndexAudit(List.of(), new KeyHash(0, 0), damage, notes);
    }

    private void readThrough() {
        for (Run run : runs) {
            try {
                run.requireSound();
            } catch (StoreFailedException e) {
                damaged = true;
                damage.accept(e.getMessage() + REMEDY);
            }
        }
    }

    /** How many events were found by each of their keys. */
    long events() {
        return events;
    }

    /** Looks for the event in canonical form at {@code offset} by each of its keys. */
    void check(byte[] form, int offset, long position) {
        while (current < runs.size() && runs.get(current).lastPosition() < position) {
            current++;
        }
        if (damaged || current == runs.size()) {
            return;
        }
        keys.scan(form, offset);
        expectedEntries += keys.count();
        Run run = runs.get(current);
        boolean found = true;
        for (int i = 0; i < keys.count(); i++) {
            found &= contains(run, keys.hashes()[i], position);
        }
        if (found) {
            events++;
        } else {
            damage.accept(
                    "the index does not lead to position=" + position + " run=" + run + REMEDY);
        }
        requireNewId(position);
    }

    private static boolean contains(Run run, long hash, long position) {
        try {
            long key = run.find(hash);
            return key >= 0 && KeyPositions.upwards(run, key).seek(position) == position;
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
    }

    /** No earlier event may have the id; where hashes collide (1 in 2^64) this is a false alarm. */
    private void requireNewId(long position) {
        long hash = keys.hashes()[EventKeys.ID];
        for (Run run : runs.subList(0, current + 1)) {
            long key = run.find(hash);
            if (key >= 0 && KeyPositions.upwards(run, key).seek(1) < position) {
                damage.accept(
                        "an id is stored twice: position=%d and position=%d"
                                .formatted(KeyPositions.upwards(run, key).seek(1), position));
            }
        }
    }

    /** Compares totals, once every event up to {@code head} was checked. */
    void finish(long head) {
        long entries = runs.stream().mapToLong(Run::entries).sum();
        long covered = runs.isEmpty() ? 0 : runs.getLast().lastPosition();
        if (covered > head) {
            damage.accept(
                    "synced events are missing: the log ends at position="
                            + head
                            + " but the index knows position="
                            + covered);
        } else if (!damaged && entries != expectedEntries) {
            damage.accept(
                    "the index has %d entries for %d keys%s"
                            .formatted(entries, expectedEntries, REMEDY));
        }
        if (covered < head) {
            notes.accept(
                    (head - covered)
                            + " newest events are not in the index yet; the next start adds them");
        }
    }
}
