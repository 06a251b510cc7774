package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.segment.SumState.Sum;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A process that writes, projects and rebuilds is killed ({@code kill -9}) at a random moment,
 * again and again. State that keeps its own position says what the log says up to there, to the
 * event; a checkpoint never is ahead of what was handled.
 */
@ExtendWith(SeededRandomness.class)
class ProjectionKillIT {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 60 : 5;
    private static final int MOST_APPENDS = 1000;

    @TempDir Path directory;

    @Test
    void projections_survive_kills_exactly_once_or_at_least_once(RandomGenerator random)
            throws Exception {
        Path data = directory.resolve("data");
        boolean behind = false;
        for (int round = 0; round < ROUNDS; round++) {
            int next = headOf(data).intValue();
            workUntilKilled(data, next, 1 + random.nextInt(MOST_APPENDS));
            behind |= check(data, random.nextBoolean());
        }
        assertThat(behind).as("no kill ever hit a projection that had work to do").isTrue();
    }

    private static Long headOf(Path data) {
        try (SegmentEventStore store = SmallLog.open(data)) {
            return store.head().value();
        }
    }

    private void workUntilKilled(Path data, int next, int appends)
            throws IOException, InterruptedException {
        List<String> arguments = List.of(data.toString(), Integer.toString(next));
        Path errors = directory.resolve("errors");
        try (ChildProcess writer = ChildProcess.start(errors, ProjectingWriter.class, arguments)) {
            for (int i = 0; i < appends; i++) {
                assertThat(writer.line()).endsWith(" .");
            }
            writer.kill();
        }
    }

    /** Whether a projection was behind the log when it was killed. */
    private static boolean check(Path data, boolean catchUp) throws Exception {
        try (SegmentEventStore store = SmallLog.open(data);
                SegmentCheckpointStore checkpoints = SegmentCheckpointStore.open(data);
                SegmentSnapshotStore snapshots = SegmentSnapshotStore.open(data)) {
            Position head = store.head();
            SumState state = new SumState(snapshots);
            Position summed = state.position();
            Position checkpoint = checkpoints.load(ProjectingWriter.NAME);
            List<Event> meant = SmallLog.read(store, ProjectingWriter.QUERY);
            assertThat(summed).isLessThanOrEqualTo(head);
            assertThat(state.read()).isEqualTo(sum(meant, summed));
            List<Long> handled = HandledFile.read(data.resolve(ProjectingWriter.NAME));
            assertThat(handled).containsAll(positions(meant, checkpoint));
            assertThat(positions(meant, head)).containsAll(handled);
            if (catchUp) {
                catchUp(data, store, checkpoints, state);
                assertThat(state.read()).isEqualTo(sum(meant, head));
                List<Long> all = HandledFile.read(data.resolve(ProjectingWriter.NAME));
                assertThat(List.copyOf(new TreeSet<>(all))).isEqualTo(positions(meant, head));
            }
            return checkpoint.compareTo(head) < 0 || summed.compareTo(head) < 0;
        }
    }

    private static void catchUp(
            Path data, SegmentEventStore store, SegmentCheckpointStore checkpoints, SumState state)
            throws Exception {
        try (HandledFile file = new HandledFile(data.resolve(ProjectingWriter.NAME));
                Projections projections = new Projections(store, checkpoints)) {
            List<RunningProjection> running =
                    List.of(
                            projections.start(ProjectingWriter.handling(file)),
                            projections.start(ProjectingWriter.summing(state)));
            for (RunningProjection each : running) {
                assertThat(each.awaitPosition(store.head(), Threads.PATIENCE)).isTrue();
            }
        }
        assertThat(checkpoints.load(ProjectingWriter.NAME)).isEqualTo(store.head());
    }

    private static Sum sum(List<Event> meant, Position upTo) {
        List<Event> before =
                meant.stream().filter(it -> it.position().compareTo(upTo) <= 0).toList();
        return Sum.NONE.and(before, upTo);
    }

    private static List<Long> positions(List<Event> meant, Position upTo) {
        return meant.stream()
                .map(it -> it.position().value())
                .filter(it -> it <= upTo.value())
                .toList();
    }
}
