package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.Direction;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A query finds exactly the events that a look at every event would find. */
abstract class QueryContract extends ContractPart {

    private static final int QUERIES = 300;

    QueryContract(EventStoreContract contract) {
        super(contract);
    }

    @RepeatedTest(5)
    void random_queries_find_what_a_look_at_every_event_finds(RandomGenerator random) {
        RandomHistory history = new RandomHistory(random);
        appendEvents(history, 50 + random.nextInt(400));
        List<Event> all = store.all();
        for (int i = 0; i < QUERIES; i++) {
            findsTheSame(all, history);
        }
    }

    @Test
    void random_queries_find_the_same_after_reopening(RandomGenerator random) {
        RandomHistory history = new RandomHistory(random);
        appendEvents(history, 300);
        List<Event> kept = store.kept(store.all());
        store.reopen();
        for (int i = 0; i < QUERIES; i++) {
            findsTheSame(kept, history);
        }
    }

    private void appendEvents(RandomHistory history, int count) {
        List<NewEvent> batch = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batch.add(history.event("id-" + i));
            if (batch.size() > i % 9) {
                store.append(Append.of(batch));
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            store.append(Append.of(batch));
        }
        assertThat(store.head()).isEqualTo(new Position(count));
    }

    private void findsTheSame(List<Event> all, RandomHistory history) {
        Query query = history.query();
        Direction direction = history.direction();
        Position after = history.after(new Position(all.size()), direction);
        long limit = history.limit();

        assertThat(Sample.positions(store.read(query, after, limit, direction)))
                .as("read(%s, after=%s, limit=%d, %s)", query, after, limit, direction)
                .isEqualTo(Sample.positions(naive(all, query, after, limit, direction)));
    }

    private static List<Event> naive(
            List<Event> all, Query query, Position after, long limit, Direction direction) {
        List<Event> ordered = direction == Direction.FORWARDS ? all : all.reversed();
        int wanted = direction == Direction.FORWARDS ? 1 : -1;
        return ordered.stream()
                .filter(event -> event.position().compareTo(after) * wanted > 0)
                .filter(query::matches)
                .limit(limit)
                .toList();
    }

    @Test
    void an_event_that_matches_several_items_is_found_once() {
        store.append(Sample.event(Sample.A, "id", "Opened", Sample.RED, Sample.LARGE));
        Query query =
                Query.anyOf(
                        Query.Item.ANY.tagged(Sample.RED),
                        Query.Item.ANY.tagged(Sample.LARGE),
                        Query.Item.ANY.ofType("Opened"),
                        Query.Item.ANY.in(Sample.A),
                        Query.Item.ANY);

        for (Direction direction : Direction.values()) {
            Position start = direction == Direction.FORWARDS ? Position.START : Position.END;
            assertThat(store.read(query, start, 10, direction)).hasSize(1);
        }
    }

    @Test
    void a_query_may_have_a_thousand_items() {
        store.append(Sample.events(new StreamId("test", "7"), "id", 3));
        List<Query.Item> items =
                IntStream.range(0, Query.MAX_ITEMS)
                        .mapToObj(i -> Query.Item.ANY.in(new StreamId("test", "" + i)))
                        .toList();

        assertThat(store.read(new Query(items), Position.START)).hasSize(3);
    }

    @Test
    void an_item_may_name_a_thousand_types_and_tags() {
        Tag[] tags = new Tag[100];
        String[] types = new String[900];
        for (int i = 0; i < types.length; i++) {
            types[i] = "Type" + i;
            tags[i % tags.length] = new Tag("n", Integer.toString(i % tags.length));
        }
        store.append(
                Sample.event(Sample.A, "1", "Type899", tags),
                Sample.event(Sample.A, "2", "Type899", tags[0]));

        Query query = Query.anyOf(Query.Item.ANY.ofType(types).tagged(tags));
        assertThat(Sample.ids(store.read(query, Position.START))).containsExactly("1");
    }

    @Test
    void names_that_run_together_are_told_apart() {
        store.append(
                Sample.event(new StreamId("ab", "c"), "1", "d", new Tag("ab", "c")),
                Sample.event(new StreamId("a", "bc"), "2", "d", new Tag("a", "bc")));

        assertThat(Sample.ids(store.read(Query.stream(new StreamId("a", "bc")), Position.START)))
                .containsExactly("2");
        assertThat(Sample.ids(store.read(Query.tags(new Tag("ab", "c")), Position.START)))
                .containsExactly("1");
        assertThat(store.read(Query.types("ab", "c", "a", "bc"), Position.START)).isEmpty();
    }
}
