package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What is appended comes back as it was, to the last bit. */
abstract class ContentsContract extends ContractPart {

    private static final String TEXTS =
            "\u0000 \n\t\"\\/:=%'; ÄÖÜß Ελληνικά 日本語 \u200f \uFFFD \uFFFF \uD83D\uDE80 e\u0301 é";

    ContentsContract(EventStoreContract contract) {
        super(contract);
    }

    @Test
    void every_part_of_an_event_comes_back() {
        comesBack(
                Sample.builder(A, "Ordered", "id-1")
                        .time(Instant.parse("2026-02-03T04:05:06.789012345Z"))
                        .tags(Sample.RED, Sample.LARGE)
                        .data(EventData.json("{\"n\": 1}"))
                        .metadata(Map.of("trace", "t-1", "agent", "a-1"))
                        .build());
    }

    @Test
    void empty_texts_and_no_data_come_back() {
        comesBack(
                Sample.builder(new StreamId("category", ""), "", "")
                        .tags(new Tag("key", ""))
                        .data(EventData.of("", new byte[0]))
                        .metadata(Map.of("", "", "key", ""))
                        .build());
    }

    @Test
    void unicode_comes_back_in_every_text() {
        comesBack(
                Sample.builder(new StreamId(TEXTS.replace("/", ""), TEXTS), TEXTS, TEXTS)
                        .tags(new Tag(TEXTS.replace(":", ""), TEXTS))
                        .data(EventData.of(TEXTS, new byte[] {1}))
                        .metadata(Map.of(TEXTS, TEXTS))
                        .build());
    }

    @Test
    void unicode_is_not_normalised() {
        store.append(Sample.event(A, "e\u0301"));
        store.append(Sample.event(A, "\u00e9"));

        assertThat(Sample.ids(store.all())).containsExactly("e\u0301", "\u00e9");
    }

    @Test
    void upper_and_lower_case_are_different_in_ids_streams_types_and_tags() {
        Tag upper = new Tag("colour", "RED");
        StreamId upperA = new StreamId("test", "A");
        store.append(
                Sample.event(A, "id", "happened", Sample.RED),
                Sample.event(A, "ID", "HAPPENED", upper),
                Sample.event(upperA, "id", "Happened"));

        assertThat(Sample.positions(store.read(Query.stream(upperA), Position.START)))
                .containsExactly(3L);
        assertThat(Sample.positions(store.read(Query.types("happened"), Position.START)))
                .containsExactly(1L);
        assertThat(Sample.positions(store.read(Query.tags(upper), Position.START)))
                .containsExactly(2L);
    }

    @Test
    void blanks_around_a_text_are_part_of_it() {
        comesBack(
                Sample.builder(new StreamId(" c ", " k\t"), "\nType ", " id ")
                        .tags(new Tag(" key ", " value "))
                        .data(EventData.of(" text/plain ", new byte[] {' '}))
                        .metadata(Map.of(" k ", " v "))
                        .build());
    }

    @Test
    void texts_that_differ_in_a_blank_are_different() {
        store.append(Sample.event(A, "id"), Sample.event(A, "id "));

        assertThat(Sample.ids(store.all())).containsExactly("id", "id ");
    }

    @Test
    void times_come_back_to_the_nanosecond_from_the_first_to_the_last() {
        List<Instant> times =
                List.of(
                        Instant.EPOCH,
                        Instant.EPOCH.minusNanos(1),
                        Instant.EPOCH.plusNanos(1),
                        Instant.parse("1969-07-20T20:17:40.123456789Z"),
                        Instant.parse("0000-01-01T00:00:00Z"),
                        Instant.parse("+12345-01-01T00:00:00.999999999Z"),
                        Instant.MIN,
                        Instant.MAX);
        for (int i = 0; i < times.size(); i++) {
            store.append(Sample.builder(A, "Timed", "id-" + i).time(times.get(i)).build());
        }

        assertThat(store.all()).extracting(Event::time).containsExactlyElementsOf(times);
    }

    @Test
    void tags_come_back_sorted_and_each_once() {
        Tag last = Tag.parse("z:1");
        store.append(Sample.event(A, "id", "Tagged", last, Sample.RED, Sample.BLUE, last));

        assertThat(store.all().getFirst().tags()).containsExactly(Sample.BLUE, Sample.RED, last);
    }

    @Test
    void metadata_comes_back_sorted_by_key() {
        store.append(
                Sample.builder(A, "Happened", "id")
                        .metadata(Map.of("b", "2", "a", "1", "B", "3"))
                        .build());

        assertThat(store.all().getFirst().metadata().keySet()).containsExactly("B", "a", "b");
    }

    @Test
    void many_tags_and_entries_come_back() {
        List<Tag> tags = new ArrayList<>();
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            tags.add(new Tag("key", "value-" + i));
            metadata.put("key-" + i, "value-" + i);
        }

        comesBack(Sample.builder(A, "Rich", "id").tags(tags).metadata(metadata).build());
    }

    @Test
    void every_byte_of_data_comes_back() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        comesBack(withData(EventData.of("application/octet-stream", bytes)));
    }

    @Test
    void a_mebibyte_of_data_comes_back(RandomGenerator random) {
        byte[] bytes = new byte[1 << 20];
        random.nextBytes(bytes);

        comesBack(withData(EventData.of("application/octet-stream", bytes)));
    }

    @Test
    void long_texts_come_back() {
        String text = "0123456789".repeat(1000);

        comesBack(
                Sample.builder(new StreamId("test", text), text, text)
                        .tags(new Tag("key", text))
                        .metadata(Map.of("key", text))
                        .build());
    }

    @Test
    void random_events_come_back(RandomGenerator random) {
        RandomHistory history = new RandomHistory(random);
        List<NewEvent> offered = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            offered.add(history.event("id-" + i));
            store.append(offered.getLast());
        }

        List<Event> stored = store.all();
        assertThat(stored).hasSize(200);
        for (int i = 0; i < 200; i++) {
            isRecordOf(stored.get(i), offered.get(i));
        }
    }

    private static NewEvent withData(EventData data) {
        return Sample.builder(A, "Happened", "id").data(data).build();
    }

    private void comesBack(NewEvent offered) {
        store.append(Sample.event(Sample.B, "before"));
        store.append(offered);
        store.append(Sample.event(Sample.B, "behind"));

        List<Event> found = store.read(Query.stream(offered.stream()), Position.START);
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().position()).isEqualTo(new Position(2));
        isRecordOf(found.getFirst(), offered);
    }

    private static void isRecordOf(Event stored, NewEvent offered) {
        Event expected =
                Event.recorded(offered, stored.position(), stored.sequence(), stored.recordedAt());
        assertThat(stored).isEqualTo(expected);
        assertThat(CanonicalForm.of(stored)).isEqualTo(CanonicalForm.of(expected));
    }
}
