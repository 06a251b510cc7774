package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.store.StoreInUseException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A directory is one process's, and one store's in it. */
class DirectoryLockIT {

    @TempDir Path directory;

    private Path log;

    @BeforeEach
    void not_where_the_child_writes_its_errors() throws IOException {
        log = Files.createDirectory(directory.resolve("log"));
    }

    /** The other process: says what came of opening the log, then waits to be ended. */
    static final class Opener {

        private Opener() {}

        public static void main(String[] arguments) throws IOException {
            try (SegmentEventStore store = SmallLog.open(Path.of(arguments[0]))) {
                System.out.println("head " + store.head().value());
                System.in.read();
            } catch (StoreInUseException e) {
                System.out.println("refused " + e.getMessage());
            }
        }
    }

    private ChildProcess opener() throws IOException {
        return ChildProcess.start(
                directory.resolve("errors"), Opener.class, List.of(log.toString()));
    }

    @Test
    void a_second_process_is_refused_until_the_first_is_killed()
            throws IOException, InterruptedException {
        try (ChildProcess first = opener()) {
            assertThat(first.line()).isEqualTo("head 0");
            assertThatExceptionOfType(StoreInUseException.class)
                    .isThrownBy(() -> SmallLog.open(log))
                    .withMessageContaining(log.toString());
            first.kill();
        }
        try (SegmentEventStore store = SmallLog.open(log)) {
            assertThat(SmallLog.append(store, SmallLog.event(1))).hasSize(1);
        }
    }

    @Test
    void a_refused_second_store_does_not_let_go_of_the_first_ones_lock() throws IOException {
        try (SegmentEventStore store = SmallLog.open(log)) {
            assertThatExceptionOfType(StoreInUseException.class)
                    .isThrownBy(() -> SmallLog.open(log));
            try (ChildProcess other = opener()) {
                assertThat(other.line()).startsWith("refused").contains(log.toString());
            }
            assertThat(SmallLog.append(store, SmallLog.event(1))).hasSize(1);
        }
        try (ChildProcess other = opener()) {
            assertThat(other.line()).isEqualTo("head 1");
        }
    }
}
