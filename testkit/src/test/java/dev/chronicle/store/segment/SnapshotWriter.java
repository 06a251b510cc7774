package dev.chronicle.store.segment;

import dev.chronicle.event.EventData;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Snapshot;

import java.nio.file.Path;

/**
 * The program that {@link SnapshotKillIT} kills: saves snapshots and a checkpoint without end, and
 * says on its output how far it has come.
 */
final class SnapshotWriter {

    static final int STREAMS = 7;

    private SnapshotWriter() {}

    static StreamId stream(long number) {
        return new StreamId("killed", Long.toString(number % STREAMS));
    }

    static Snapshot snapshot(long number) {
        String text = (number + " ").repeat((int) (number % 100));
        return new Snapshot(number, "v1", EventData.json(text));
    }

    /**
     * @param arguments the directory, then the first number
     */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        try (SegmentSnapshotStore snapshots =
                        SegmentSnapshotStore.open(directory, Disk.uninterruptible(), 4096);
                SegmentCheckpointStore checkpoints =
                        SegmentCheckpointStore.open(
                                directory, Disk.uninterruptible(), 4096, System::nanoTime)) {
            for (long number = Long.parseLong(arguments[1]); ; number++) {
                snapshots.save(stream(number), snapshot(number));
                checkpoints.save("killed", new Position(number));
                System.out.println(number + " .");
            }
        }
    }
}
