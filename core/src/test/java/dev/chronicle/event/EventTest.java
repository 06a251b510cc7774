package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Events, offered and recorded. */
class EventTest {

    private static final StreamId STREAM = StreamId.parse("test/a");
    private static final Tag A = Tag.parse("k:a");
    private static final Tag B = Tag.parse("k:b");

    @Test
    void tags_are_sorted_and_each_once() {
        assertThat(event().tags(B, A, B, A).build().tags()).containsExactly(A, B);
        assertThat(event().tags(A, A).build().tags()).containsExactly(A);
        assertThat(event().tags(A, B).build().tags()).containsExactly(A, B);
    }

    @Test
    void it_has_at_most_a_thousand_tags() {
        List<Tag> thousand = IntStream.range(0, 1000).mapToObj(i -> new Tag("k", "" + i)).toList();
        List<Tag> more = new ArrayList<>(thousand);
        more.add(A);

        assertThat(event().tags(thousand).build().tags()).hasSize(1000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> event().tags(more).build())
                .withMessageContaining("tags=1001");
    }

    @Test
    void metadata_is_sorted_by_key() {
        NewEvent event = event().metadata(Map.of("b", "2", "a", "1", "B", "3")).build();

        assertThat(event.metadata().keySet()).containsExactly("B", "a", "b");
    }

    @Test
    void changing_what_it_was_made_from_does_not_change_it() {
        List<Tag> tags = new ArrayList<>(List.of(A));
        Map<String, String> metadata = new HashMap<>(Map.of("k", "v"));
        NewEvent event = event().tags(tags).metadata(metadata).build();
        tags.add(B);
        metadata.put("l", "w");

        assertThat(event.tags()).containsExactly(A);
        assertThat(event.metadata()).containsOnlyKeys("k");
    }

    @Test
    void what_it_gives_cannot_be_changed() {
        NewEvent event = event().tags(B, A).metadata(Map.of("k", "v")).build();

        assertThatThrownBy(() -> event.tags().add(A))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> event.metadata().put("l", "w"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_recorded_event_is_the_offered_one_with_its_place() {
        NewEvent offered = event().tags(A).metadata(Map.of("k", "v")).build();
        Event event = Event.recorded(offered, new Position(5), 2, Instant.EPOCH);

        assertThat(event.position()).isEqualTo(new Position(5));
        assertThat(event.sequence()).isEqualTo(2);
        assertThat(event.id()).isEqualTo(offered.id());
        assertThat(event.stream()).isEqualTo(offered.stream());
        assertThat(event.time()).isEqualTo(offered.time());
        assertThat(offered.hasBodyOf(event)).isTrue();
    }

    @Test
    void it_is_recorded_in_whole_milliseconds() {
        Instant now = Instant.parse("1969-12-31T23:59:59.123999999Z");

        assertThat(Event.recorded(event().build(), new Position(1), 1, now).recordedAt())
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.123Z"));
    }

    @Test
    void positions_and_sequences_start_at_1() {
        NewEvent offered = event().build();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.recorded(offered, Position.START, 1, Instant.EPOCH));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.recorded(offered, new Position(1), 0, Instant.EPOCH));
    }

    @Test
    void the_body_is_type_tags_data_and_metadata() {
        Event stored = Event.recorded(event().build(), new Position(1), 1, Instant.EPOCH);

        assertThat(event().time(Instant.EPOCH).build().hasBodyOf(stored)).isTrue();
        assertThat(NewEvent.of(STREAM, "Other").build().hasBodyOf(stored)).isFalse();
        assertThat(event().tags(A).build().hasBodyOf(stored)).isFalse();
        assertThat(event().data(EventData.json("1")).build().hasBodyOf(stored)).isFalse();
        assertThat(event().metadata(Map.of("k", "v")).build().hasBodyOf(stored)).isFalse();
    }

    private static NewEvent.Builder event() {
        return NewEvent.of(STREAM, "Happened");
    }
}
