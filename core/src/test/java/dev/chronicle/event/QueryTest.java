package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Collections;
import java.util.List;

class QueryTest {

    private static final StreamId STREAM = StreamId.parse("course/c1");
    private static final Tag RED = Tag.parse("colour:red");
    private static final Tag LARGE = Tag.parse("size:large");
    private static final Tag SMALL = Tag.parse("size:small");
    private static final Query.Item ANY = Query.Item.ANY;

    private static final NewEvent OFFERED = NewEvent.of(STREAM, "Opened").tags(RED, LARGE).build();

    private static final Event STORED = Event.recorded(OFFERED, new Position(1), 1, Instant.EPOCH);

    @Test
    void all_matches_everything() {
        matches(Query.all());
    }

    @Test
    void one_of_the_types_is_enough() {
        matches(Query.types("Closed", "Opened"));
        matchesNot(Query.types("Closed"));
        matchesNot(Query.types("opened"));
    }

    @Test
    void all_of_the_tags_are_needed() {
        matches(Query.tags(RED));
        matches(Query.tags(LARGE, RED));
        matchesNot(Query.tags(LARGE, RED, SMALL));
    }

    @Test
    void the_stream_must_be_the_same() {
        matches(Query.stream(STREAM));
        matchesNot(Query.stream(StreamId.parse("course/c2")));
        matchesNot(Query.stream(StreamId.parse("class/c1")));
    }

    @Test
    void an_item_must_match_in_every_part() {
        matches(Query.anyOf(ANY.in(STREAM).ofType("Opened").tagged(RED)));
        matchesNot(Query.anyOf(ANY.in(STREAM).ofType("Closed").tagged(RED)));
        matchesNot(Query.anyOf(ANY.in(STREAM).ofType("Opened").tagged(SMALL)));
        matchesNot(Query.anyOf(ANY.in(StreamId.parse("a/b")).ofType("Opened").tagged(RED)));
    }

    @Test
    void one_matching_item_is_enough() {
        matches(Query.anyOf(ANY.tagged(SMALL), ANY.ofType("Opened")));
        matchesNot(Query.anyOf(ANY.tagged(SMALL), ANY.ofType("Closed")));
    }

    @Test
    void a_query_with_an_unrestricted_item_matches_all() {
        assertThat(Query.all().matchesAll()).isTrue();
        assertThat(Query.anyOf(ANY.ofType("Opened"), ANY).matchesAll()).isTrue();
        assertThat(Query.types().matchesAll()).isTrue();
        assertThat(Query.types("Opened").matchesAll()).isFalse();
    }

    @Test
    void naming_a_type_or_a_tag_twice_changes_nothing() {
        assertThat(Query.types("Opened", "Opened")).isEqualTo(Query.types("Opened"));
        assertThat(Query.tags(RED, RED)).isEqualTo(Query.tags(RED));
    }

    @Test
    void a_query_has_1_to_1000_items() {
        assertThat(new Query(Collections.nCopies(1000, ANY)).items()).hasSize(1000);
        assertThatIllegalArgumentException().isThrownBy(() -> new Query(List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Query(Collections.nCopies(1001, ANY)));
    }

    private static void matches(Query query) {
        assertThat(query.matches(STORED)).isTrue();
        assertThat(query.matches(OFFERED)).isTrue();
    }

    private static void matchesNot(Query query) {
        assertThat(query.matches(STORED)).isFalse();
        assertThat(query.matches(OFFERED)).isFalse();
    }
}
