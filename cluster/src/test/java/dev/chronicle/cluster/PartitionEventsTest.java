package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.store.Direction;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

class PartitionEventsTest {

    private final Partition partition = new Partition(0, 2, 1);
    private final StreamId ours = stream(true);
    private final StreamId others = stream(false);
    private final MemoryEventStore log = new MemoryEventStore();

    private StreamId stream(boolean inPartition) {
        return IntStream.range(0, 100)
                .mapToObj(i -> new StreamId("thing", "key-" + i))
                .filter(it -> partition.has(it) == inPartition)
                .findFirst()
                .orElseThrow();
    }

    private void write(StreamId stream) {
        log.append(List.of(NewEvent.of(stream, "Happened").build())).join();
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_projection_reads_the_events_of_its_partition() {
        write(ours);
        write(others);
        write(ours);
        PartitionEvents events = new PartitionEvents(log, partition);
        assertThat(events.read(Query.all(), Position.START, 10, Direction.FORWARDS))
                .extracting(Event::position)
                .containsExactly(new Position(1), new Position(3));
        assertThat(events.read(Query.all(), Position.START, 1, Direction.FORWARDS)).hasSize(1);
    }

    /** A node that takes a partition over may not have heard of what its position stands behind. */
    @Test
    void a_position_behind_the_partitions_newest_event_is_not_ahead_of_the_log() throws Exception {
        DeafStore unaware = new DeafStore(log);
        write(ours);
        write(others);
        MemoryCheckpointStore checkpoints = new MemoryCheckpointStore();
        checkpoints.save("p", new Position(2));
        List<Position> handled = new CopyOnWriteArrayList<>();
        try (Projections projections =
                new Projections(new PartitionEvents(unaware, partition), checkpoints)) {
            RunningProjection running =
                    projections.start(
                            Projection.of(
                                    "p", Query.all(), event -> handled.add(event.position())));
            assertThat(running.awaitPosition(new Position(2), Threads.PATIENCE)).isTrue();
            unaware.append(List.of(NewEvent.of(ours, "Happened").build())).join();
            assertThat(running.awaitPosition(new Position(3), Threads.PATIENCE)).isTrue();
        }
        assertThat(handled).containsExactly(new Position(3));
        unaware.close();
    }
}
