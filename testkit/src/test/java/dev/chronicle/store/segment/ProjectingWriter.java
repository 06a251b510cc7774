package dev.chronicle.store.segment;

import dev.chronicle.event.Query;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The program that {@link ProjectionKillIT} kills: appends without end, runs a projection of either
 * kind on what it writes, rebuilds them now and then, and says on its output how far it is.
 */
final class ProjectingWriter {

    static final String NAME = "handled";
    static final Query QUERY = Query.types("Type-0", "Type-1");

    private static final int REBUILD_EVERY = 150;

    private ProjectingWriter() {}

    static Projection handling(HandledFile file) {
        return Projection.of(NAME, QUERY, file::handle)
                .onStart(file::clear)
                .checkpointEvery(20, Duration.ofMillis(2));
    }

    static Projection summing(SumState state) {
        return Projection.into("sum", QUERY, state).batch(50);
    }

    /**
     * @param arguments the directory, then the first number
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        try (SegmentEventStore store = SmallLog.open(directory);
                SegmentCheckpointStore checkpoints = SegmentCheckpointStore.open(directory);
                SegmentSnapshotStore snapshots = SegmentSnapshotStore.open(directory);
                HandledFile file = new HandledFile(directory.resolve(NAME));
                Projections projections = new Projections(store, checkpoints)) {
            RunningProjection handling = projections.start(handling(file));
            RunningProjection summing = projections.start(summing(new SumState(snapshots)));
            int number = Integer.parseInt(arguments[1]);
            for (int appends = 1; ; appends++) {
                int count = 1 + appends % 5;
                SmallLog.append(store, SmallLog.events(number, count));
                number += count;
                if (appends % REBUILD_EVERY == 0) {
                    RunningProjection one = appends % 4 == 0 ? handling : summing;
                    one.rebuild();
                }
                System.out.println(List.of(number, handling.status().position()) + " .");
            }
        }
    }
}
