package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes runs: one out of a memtable, or one out of several adjacent ones. */
final class RunMerger {

    private static final int KEYS_BETWEEN_CHECKS = 1 << 12;
    private static final int KEYS_TOUCHED_TOGETHER = 64;

    private RunMerger() {}

    /** Writes a memtable that is added to no more. */
    static Run write(Memtable memtable, Path directory) throws IOException {
        Memtable.Keys keys = memtable.keys();
        long first = memtable.base() + 1;
        long last = memtable.lastPosition();
        long[] positions = new long[64];
        try (RunWriter writer =
                new RunWriter(
                        directory.resolve(fileName(first, last, 0)),
                        memtable.base(),
                        last,
                        0,
                        keys.hashes().length)) {
            for (int key = 0; key < keys.hashes().length; key++) {
                if (key % KEYS_TOUCHED_TOGETHER == 0) {
                    int end = Math.min(key + KEYS_TOUCHED_TOGETHER, keys.newest().length);
                    memtable.touch(keys.newest(), key, end);
                }
                writer.key(keys.hashes()[key]);
                int newest = keys.newest()[key];
                int length = memtable.depth(newest);
                if (length > positions.length) {
                    positions = new long[Math.max(length, positions.length * 2)];
                }
                for (int entry = newest, i = length; entry != 0; entry = memtable.older(entry)) {
                    positions[--i] = memtable.position(entry);
                }
                for (int i = 0; i < length; i++) {
                    writer.entry(positions[i]);
                }
            }
            return writer.finish();
        }
    }

    /**
     * Writes adjacent runs, given from old to new, as one.
     *
     * @param cancelled looked at now and then
     * @return nothing if it was cancelled
     */
    static Optional<Run> merge(List<Run> runs, Path directory, BooleanSupplier cancelled)
            throws IOException {
        long base = runs.getFirst().base();
        long last = runs.getLast().lastPosition();
        int level = runs.getFirst().level() + 1;
        long keys = runs.stream().mapToLong(Run::keys).sum();
        try (RunWriter writer =
                new RunWriter(
                        directory.resolve(fileName(base + 1, last, level)),
                        base,
                        last,
                        level,
                        keys)) {
            Source[] sources = runs.stream().map(Source::new).toArray(Source[]::new);
            for (long written = 0; ; written++) {
                if (written % KEYS_BETWEEN_CHECKS == 0 && cancelled.getAsBoolean()) {
                    return Optional.empty();
                }
                long lowest = Long.MAX_VALUE;
                boolean any = false;
                for (Source source : sources) {
                    if (source.hasKey() && source.hash <= lowest) {
                        lowest = source.hash;
                        any = true;
                    }
                }
                if (!any) {
                    return Optional.of(writer.finish());
                }
                writer.key(lowest);
                for (Source source : sources) {
                    if (source.hasKey() && source.hash == lowest) {
                        source.moveTo(writer);
                    }
                }
            }
        }
    }

    private static String fileName(long first, long last, int level) {
        return "%020d-%020d-%d.run".formatted(first, last, level);
    }

    /** A run being read from its first key to its last. */
    private static final class Source {

        private final Run run;
        private long key;
        private long hash;

        Source(Run run) {
            this.run = run;
            load();
        }

        boolean hasKey() {
            return key < run.keys();
        }

        void moveTo(RunWriter writer) throws IOException {
            writer.entries(run, run.start(key), run.start(key + 1));
            key++;
            load();
        }

        private void load() {
            if (hasKey()) {
                hash = run.hash(key);
            }
        }
    }
}
