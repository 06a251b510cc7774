package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** An index merged at several levels answers as a search through the whole log does. */
@ExtendWith(SeededRandomness.class)
class ManyRunsTest {

    private static final int EVENTS = 60_000;
    private static final int BATCH = 250;
    private static final int QUERIES = 60;
    private static final int STREAMS = 300;
    private static final int TYPES = 8;

    @TempDir Path directory;

    private SegmentEventStore open() {
        SegmentOptions options = SmallLog.options().segmentBytes(1 << 20);
        return SegmentEventStore.open(directory, options, FaultyDisk.sound());
    }

    @Test
    void every_query_is_answered_as_by_looking_through_all_events(RandomGenerator random)
            throws IOException {
        List<NewEvent> offered =
                IntStream.range(0, EVENTS).mapToObj(i -> event(i, random)).toList();
        List<Event> model = new ArrayList<>();
        try (SegmentEventStore store = open()) {
            for (int i = 0; i < EVENTS; i += BATCH) {
                List<NewEvent> batch = offered.subList(i, i + BATCH);
                model.addAll(SmallLog.recorded(batch, SmallLog.append(store, batch)));
            }
            requireSameAnswers(store, model, random);
            awaitRunOfLevel(2);
            requireSameAnswers(store, model, random);
        }
        try (SegmentEventStore store = open()) {
            requireSameAnswers(store, model, random);
            requireDuplicates(store, offered, random);
        }
        Snapshot.of(directory).without(name -> name.startsWith("index/")).restore(directory);
        try (SegmentEventStore store = open()) {
            requireSameAnswers(store, model, random);
            requireDuplicates(store, offered, random);
            assertThat(SmallLog.all(store)).isEqualTo(model);
        }
    }

    /** Few streams, types and tags are in many events, and many in few. */
    private static NewEvent event(int number, RandomGenerator random) {
        List<Tag> tags = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            tags.add(tag(random));
        }
        return NewEvent.of(stream(random), "Type-" + skewed(random, TYPES))
                .id("id-" + number)
                .time(SmallLog.TIME)
                .tags(tags)
                .data(EventData.empty())
                .build();
    }

    private static int skewed(RandomGenerator random, int bound) {
        return random.nextInt(1 + random.nextInt(bound));
    }

    private static StreamId stream(RandomGenerator random) {
        return new StreamId("test", "stream-" + skewed(random, STREAMS));
    }

    private static Tag tag(RandomGenerator random) {
        return new Tag("tag", String.valueOf(skewed(random, 1000)));
    }

    /** Merging goes on in the background; it comes that far without being asked. */
    private void awaitRunOfLevel(int level) {
        long deadline = System.nanoTime() + Threads.PATIENCE.toNanos();
        while (!hasRunOfLevel(level)) {
            assertThat(deadline - System.nanoTime()).as("merged so far").isPositive();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private boolean hasRunOfLevel(int level) {
        try (Stream<Path> files = Files.list(directory.resolve("index"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".run"))
                    .map(name -> name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.')))
                    .anyMatch(found -> Integer.parseInt(found) >= level);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSameAnswers(
            SegmentEventStore store, List<Event> model, RandomGenerator random) {
        for (int i = 0; i < QUERIES; i++) {
            Query query = query(random);
            List<Event> matching = model.stream().filter(query::matches).toList();
            for (Direction direction : Direction.values()) {
                long after =
                        switch (direction) {
                            case FORWARDS -> random.nextInt(3) == 0 ? random.nextInt(EVENTS) : 0;
                            case BACKWARDS ->
                                    EVENTS
                                            + 1L
                                            - (random.nextBoolean() ? random.nextInt(EVENTS) : 0);
                        };
                long limit = random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(50);
                Stream<Event> expected =
                        (direction == Direction.FORWARDS ? matching : matching.reversed())
                                .stream()
                                        .filter(event -> isBehind(event, after, direction))
                                        .limit(limit);
                try (Stream<Event> found =
                        store.read(query, new Position(after), limit, direction)) {
                    assertThat(found.toList())
                            .as("%s after %d limit %d %s", query, after, limit, direction)
                            .isEqualTo(expected.toList());
                }
            }
        }
    }

    private static boolean isBehind(Event event, long after, Direction direction) {
        return switch (direction) {
            case FORWARDS -> event.position().value() > after;
            case BACKWARDS -> event.position().value() < after;
        };
    }

    private static Query query(RandomGenerator random) {
        List<Query.Item> items = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            items.add(
                    switch (random.nextInt(7)) {
                        case 0 -> Query.Item.ANY.in(stream(random));
                        case 1 -> Query.Item.ANY.tagged(tag(random));
                        case 2 -> Query.Item.ANY.tagged(tag(random), tag(random));
                        case 3 -> Query.Item.ANY.ofType("Type-" + random.nextInt(TYPES + 1));
                        case 4 -> Query.Item.ANY.in(stream(random)).ofType("Type-0", "Type-1");
                        case 5 -> Query.Item.ANY.in(stream(random)).tagged(tag(random));
                        default -> Query.Item.ANY.ofType("Type-0", "Type-3").tagged(tag(random));
                    });
        }
        return new Query(items);
    }

    private static void requireDuplicates(
            SegmentEventStore store, List<NewEvent> offered, RandomGenerator random) {
        int from = random.nextInt(EVENTS - BATCH);
        List<AppendResult> results = SmallLog.append(store, offered.subList(from, from + BATCH));
        for (int i = 0; i < BATCH; i++) {
            assertThat(results.get(i))
                    .isEqualTo(new AppendResult.Duplicate(new Position(from + i + 1)));
        }
    }
}
