package dev.chronicle.store.sqlite;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * Which file a store on SQLite uses, and how. All but the file has a default that is right for
 * most.
 *
 * @param file of the database, made if it is not there; SQLite puts files of its own beside it
 * @param readers the most connections that read at once, besides the one that writes; 4
 * @param appendBytes the most bytes the events of one append may take; 128 MiB
 * @param queueBytes how much may wait to be committed before callers have to wait; 64 MiB
 * @param clock says when events are recorded; the system's
 */
public record SqliteOptions(
        Path file, int readers, int appendBytes, long queueBytes, InstantSource clock) {

    public SqliteOptions {
        file = file.toAbsolutePath().normalize();
        requireAtLeast("readers", readers, 1);
        requireAtLeast("appendBytes", appendBytes, 4096);
        requireAtLeast("queueBytes", queueBytes, 4096);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d: %s=%d".formatted(name, least, name, value));
        }
    }

    /** The defaults for a file. */
    public static SqliteOptions of(Path file) {
        return new SqliteOptions(file, 4, 128 << 20, 64 << 20, InstantSource.system());
    }

    /** The same, on another clock. */
    public SqliteOptions clock(InstantSource clock) {
        return new SqliteOptions(file, readers, appendBytes, queueBytes, clock);
    }
}
