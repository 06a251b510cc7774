package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Makes runs: one out of a memtable, or one out of several adjacent ones. */
final class RunMerger {

    private static final int KEYS_BETWEEN_CHECKS = 1 << 12;

    private RunMerger() {}

    /**
     * Writes a memtable that is added to no more.
     *
     * @param sorted where to sort it
     */
    static Run write(Memtable memtable, SortedEntries sorted, Path directory) throws IOException {
        memtable.sort(sorted);
        long first = memtable.base() + 1;
        long last = memtable.lastPosition();
        try (RunWriter writer =
                new RunWriter(
                        directory.resolve(fileName(first, last, 0)),
                        memtable.base(),
                        last,
                        0,
                        sorted.keys())) {
            for (int key = 0; key < sorted.keys(); key++) {
                writer.key(sorted.hash(key));
                writer.entries(sorted.positions(), sorted.start(key), sorted.end(key));
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
        private long start;
        private long end;

        Source(Run run) {
            this.run = run;
            load();
        }

        boolean hasKey() {
            return key < run.keys();
        }

        void moveTo(RunWriter writer) throws IOException {
            writer.entries(run, start, end);
            key++;
            load();
        }

        private void load() {
            if (hasKey()) {
                hash = run.hash(key);
                start = end;
                end = run.start(key + 1);
            }
        }
    }
}
