package dev.chronicle.server.cli;

import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentOptions;
import dev.chronicle.store.sqlite.SqliteEventStore;
import dev.chronicle.store.sqlite.SqliteOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;

/** Opens the store that a log is kept in, or says in one line why it cannot. */
final class OpenStore {

    /** What an acknowledgement is worth. */
    static final String DURABILITY = "a 2xx answer to a write means stored and synced";

    private OpenStore() {}

    static EventStore at(StoreLocation location) {
        return at(location, InstantSource.system());
    }

    /**
     * @param clock says when events are recorded
     */
    static EventStore at(StoreLocation location, InstantSource clock) {
        return switch (location) {
            case StoreLocation.InDirectory(Path directory) -> segments(location, directory, clock);
            case StoreLocation.InSqlite(Path file) -> sqlite(location, file, clock);
            case StoreLocation.InPostgres postgres -> postgres(postgres, clock);
        };
    }

    private static EventStore segments(StoreLocation location, Path data, InstantSource clock) {
        try {
            Files.createDirectories(data);
            if (!Files.isWritable(data)) {
                throw new CommandFailedException("cannot write to the data directory " + data);
            }
            return SegmentEventStore.open(data, SegmentOptions.defaults().clock(clock));
        } catch (StoreInUseException e) {
            throw new CommandFailedException(
                    "another process has the data directory open: " + data, e);
        } catch (DamagedLogException e) {
            throw damaged(location, e);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailedException("the data directory is a file: " + data, e);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(
                    "cannot use the data directory %s: %s".formatted(data, reason(e)), e);
        }
    }

    private static EventStore sqlite(StoreLocation location, Path file, InstantSource clock) {
        try {
            Path directory = file.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            return SqliteEventStore.open(SqliteOptions.of(file).clock(clock));
        } catch (EventStoreException | IOException | UncheckedIOException e) {
            throw new CommandFailedException("cannot use %s: %s".formatted(location, reason(e)), e);
        }
    }

    private static EventStore postgres(StoreLocation.InPostgres postgres, InstantSource clock) {
        try {
            return PostgresEventStore.open(postgres.options().clock(clock));
        } catch (EventStoreException e) {
            throw new CommandFailedException("cannot use %s: %s".formatted(postgres, reason(e)), e);
        }
    }

    static CommandFailedException damaged(StoreLocation log, DamagedLogException e) {
        String hint =
                log instanceof StoreLocation.InDirectory
                        ? "; 'chronicle verify %s' says more".formatted(log)
                        : "";
        return new CommandFailedException(e.getMessage() + hint, e);
    }

    /** What the database or the file system says; what a store says where it is the first. */
    private static String reason(Exception e) {
        if (e.getCause() instanceof SQLException refused) {
            return String.valueOf(refused.getMessage());
        }
        if (e instanceof EventStoreException) {
            return String.valueOf(e.getMessage());
        }
        return e.getCause() == null ? e.toString() : e.getCause().toString();
    }
}
