package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.store.Snapshot;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A process that saves is killed ({@code kill -9}) at a random moment, again and again: what it
 * said it had saved is there, and whole.
 */
@ExtendWith(SeededRandomness.class)
class SnapshotKillIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 50 : 4;
    private static final int MOST_SAVES = 5000;

    @TempDir Path directory;

    @Test
    void what_was_saved_survives_a_kill(RandomGenerator random)
            throws IOException, InterruptedException {
        long saved = 0;
        for (int round = 0; round < ROUNDS; round++) {
            saved = saveUntilKilled(saved + 1, 1 + random.nextInt(MOST_SAVES));
            // One more of each may have been saved and not told.
            try (SegmentSnapshotStore store = SegmentSnapshotStore.open(directory)) {
                for (long number = Math.max(1, saved - SnapshotWriter.STREAMS + 1);
                        number <= saved;
                        number++) {
                    Snapshot found = store.latest(SnapshotWriter.stream(number)).orElseThrow();
                    assertThat(found.sequence()).isIn(number, number + SnapshotWriter.STREAMS);
                    assertThat(found).isEqualTo(SnapshotWriter.snapshot(found.sequence()));
                }
            }
            try (SegmentCheckpointStore store = SegmentCheckpointStore.open(directory)) {
                assertThat(store.load("killed").value()).isBetween(saved, saved + 1);
            }
        }
    }

    private long saveUntilKilled(long first, int saves) throws IOException, InterruptedException {
        List<String> arguments = List.of(directory.toString(), Long.toString(first));
        Path errors = directory.resolve("errors");
        long last = first - 1;
        try (ChildProcess writer = ChildProcess.start(errors, SnapshotWriter.class, arguments)) {
            for (int i = 0; i < saves; i++) {
                last = told(writer.line(), last);
            }
            for (String line : writer.kill()) {
                last = told(line, last);
            }
        }
        return last;
    }

    /** The last line may have been cut off by the kill. */
    private static long told(String line, long last) {
        return line.endsWith(" .") ? Long.parseLong(line.substring(0, line.length() - 2)) : last;
    }
}
