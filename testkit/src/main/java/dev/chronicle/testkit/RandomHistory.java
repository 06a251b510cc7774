package dev.chronicle.testkit;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.Direction;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random events, queries and appends from a few names, so that they hit each other often. */
final class RandomHistory {

    private static final int OLD_IDS = 25;

    private static final List<StreamId> STREAMS =
            List.of(
                    StreamId.parse("a/1"),
                    StreamId.parse("a/2"),
                    StreamId.parse("b/1"),
                    StreamId.parse("b/"));
    private static final List<String> TYPES = List.of("Opened", "Moved", "Closed", "");
    private static final List<Tag> TAGS =
            List.of(
                    Tag.parse("colour:red"),
                    Tag.parse("colour:blue"),
                    Tag.parse("size:large"),
                    Tag.parse("size:"),
                    Tag.parse("owner:älice"));

    private final RandomGenerator random;
    private int fresh;

    RandomHistory(RandomGenerator random) {
        this.random = random;
    }

    /** An event with this id and a random everything else. */
    NewEvent event(String id) {
        return NewEvent.of(one(STREAMS), one(TYPES))
                .id(id)
                .time(time())
                .tags(some(TAGS, 4))
                .data(data())
                .metadata(random.nextInt(3) == 0 ? Map.of("trace", "t-" + id) : Map.of())
                .build();
    }

    /** Mostly an event with a fresh id, else a duplicate or, now and then, a reused id. */
    private NewEvent freshOrOld() {
        if (random.nextInt(4) > 0) {
            return event("fresh-" + fresh++);
        }
        int old = random.nextInt(OLD_IDS);
        String type = random.nextInt(10) == 0 ? "Reused" : "Repeated";
        return NewEvent.of(one(STREAMS), type)
                .id("old-" + old)
                .time(time())
                .tags(TAGS.get(old % TAGS.size()))
                .build();
    }

    /** An append to a log with this head, of which streams are about {@code length} long. */
    Append append(Position head, long length) {
        List<NewEvent> events = list(1 + random.nextInt(5), this::freshOrOld);
        Append append = Append.of(events).on(condition(head, length));
        return random.nextInt(5) == 0 ? append.reusedIds(Append.ReusedIds.DROP) : append;
    }

    private AppendCondition condition(Position head, long length) {
        return switch (random.nextInt(6)) {
            case 0 -> AppendCondition.sequence(one(STREAMS), random.nextLong(length + 2));
            case 1 -> AppendCondition.noneMatching(query(), near(head));
            case 2 -> AppendCondition.noneMatching(query(), after(head, Direction.FORWARDS));
            default -> AppendCondition.none();
        };
    }

    /** A stream that events may be in. */
    StreamId stream() {
        return one(STREAMS);
    }

    /** A query with one to three items, sometimes with very many. */
    Query query() {
        int items = random.nextInt(12) == 0 ? 30 : 1 + random.nextInt(3);
        return new Query(list(items, this::item));
    }

    private Query.Item item() {
        Query.Item item = Query.Item.ANY;
        if (random.nextInt(3) == 0) {
            item = item.in(random.nextInt(8) == 0 ? StreamId.parse("c/none") : one(STREAMS));
        }
        if (random.nextInt(3) == 0) {
            item = item.ofType(some(TYPES, 2).toArray(String[]::new));
        }
        if (random.nextInt(3) > 0) {
            item = item.tagged(some(TAGS, 2).toArray(Tag[]::new));
        }
        return random.nextInt(10) == 0 ? item.ofType("Unheard") : item;
    }

    Direction direction() {
        return random.nextBoolean() ? Direction.FORWARDS : Direction.BACKWARDS;
    }

    /** Mostly a position within the log, sometimes one beside it. */
    Position after(Position head, Direction direction) {
        return switch (random.nextInt(6)) {
            case 0 -> direction == Direction.FORWARDS ? Position.START : Position.END;
            case 1 -> random.nextBoolean() ? Position.START : Position.END;
            case 2 -> new Position(head.value() + random.nextInt(3));
            default -> new Position(random.nextLong(head.value() + 2));
        };
    }

    private Position near(Position head) {
        return new Position(Math.max(0, head.value() - random.nextInt(4)));
    }

    /** Mostly a small number, sometimes none. */
    long limit() {
        return switch (random.nextInt(4)) {
            case 0 -> Long.MAX_VALUE;
            case 1 -> random.nextInt(4);
            default -> 1 + random.nextInt(40);
        };
    }

    private Instant time() {
        return Instant.ofEpochSecond(
                random.nextLong(-10_000_000_000L, 10_000_000_000L), random.nextInt(1_000_000_000));
    }

    private EventData data() {
        byte[] bytes = new byte[random.nextInt(50)];
        random.nextBytes(bytes);
        return EventData.of("application/octet-stream", bytes);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private <T> List<T> some(List<T> choices, int most) {
        return list(random.nextInt(most + 1), () -> one(choices));
    }

    private static <T> List<T> list(int count, Supplier<T> each) {
        List<T> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            list.add(each.get());
        }
        return list;
    }
}
