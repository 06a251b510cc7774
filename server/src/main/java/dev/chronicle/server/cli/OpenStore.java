package dev.chronicle.server.cli;

import dev.chronicle.store.DamagedLogException;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.segment.SegmentEventStore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the store that the server keeps its log in, or says in one line why it cannot. */
final class OpenStore {

    /** What an acknowledgement is worth. */
    static final String DURABILITY = "a 2xx answer to a write means stored and synced";

    private OpenStore() {}

    static EventStore at(Path data) {
        try {
            Files.createDirectories(data);
            if (!Files.isWritable(data)) {
                throw new CommandFailedException("cannot write to the data directory " + data);
            }
            return SegmentEventStore.open(data);
        } catch (StoreInUseException e) {
            throw new CommandFailedException(
                    "another process has the data directory open: " + data, e);
        } catch (DamagedLogException e) {
            throw damaged(data, e);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(
                    "cannot use the data directory %s: %s".formatted(data, reason(e)), e);
        }
    }

    static CommandFailedException damaged(Path data, DamagedLogException e) {
        return new CommandFailedException(
                "%s; 'chronicle verify %s' says more".formatted(e.getMessage(), data), e);
    }

    private static String reason(Exception e) {
        return e.getCause() == null ? e.toString() : e.getCause().toString();
    }
}
