package dev.chronicle.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.IdReusedException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Groups that are copied into the tables, and not inserted. */
@Timeout(60)
class PostgresLargeGroupsTest {

    private static final StreamId STREAM = StreamId.parse("Large/€-\t\\N");
    private static final int COUNT = 300;

    private final PostgresEventStore store = PostgresEventStore.open(TestPostgres.fresh());

    @AfterEach
    void close() {
        store.close();
    }

    private static NewEvent event(String id, int bytes) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) bytes);
        return NewEvent.of(STREAM, "Typed\n")
                .id(id)
                .tags(Tag.parse("of:" + id), Tag.parse("all:\\."))
                .data(EventData.of("application/octet-stream", data))
                .build();
    }

    private static List<NewEvent> events(String prefix) {
        return IntStream.range(0, COUNT).mapToObj(i -> event(prefix + i, i)).toList();
    }

    private List<Event> read(Query query) {
        try (Stream<Event> events = store.read(query, Position.START)) {
            return events.toList();
        }
    }

    @Test
    void events_of_every_size_are_read_as_they_were_offered() {
        List<NewEvent> offered = new ArrayList<>(events("e"));
        for (int around = -300; around <= 100; around += 25) {
            offered.add(event("chunk" + around, (1 << 16) + around));
        }
        offered.add(event("large", 1_000_003));
        store.append(offered).join();

        List<Event> stored = read(Query.stream(STREAM));
        assertThat(stored).hasSameSizeAs(offered);
        for (int i = 0; i < stored.size(); i++) {
            assertThat(offered.get(i).hasBodyOf(stored.get(i))).isTrue();
            assertThat(stored.get(i).position()).isEqualTo(new Position(i + 1));
            assertThat(stored.get(i).sequence()).isEqualTo(i + 1);
        }
        assertThat(read(Query.tags(Tag.parse("of:large")))).hasSize(1);
        assertThat(read(Query.tags(Tag.parse("all:\\.")))).hasSameSizeAs(offered);
        assertThat(read(Query.types("Typed\n"))).hasSameSizeAs(offered);
    }

    @Test
    void a_duplicate_is_found_also_when_everything_was_new_so_far() {
        for (int group = 0; group < 20; group++) {
            store.append(events(group + "-")).join();
        }
        List<NewEvent> offered = new ArrayList<>(events("last-"));
        offered.set(7, event("0-7", 7));
        List<AppendResult> results = store.append(offered).join();

        assertThat(results.get(7)).isEqualTo(new AppendResult.Duplicate(new Position(8)));
        assertThat(results.get(8))
                .isEqualTo(new AppendResult.Appended(new Position(20 * COUNT + 8), 20 * COUNT + 8));
        assertThat(read(Query.stream(STREAM))).hasSize(21 * COUNT - 1);
    }

    @Test
    void an_id_with_another_body_refuses_the_whole_append() {
        for (int group = 0; group < 20; group++) {
            store.append(events(group + "-")).join();
        }
        List<NewEvent> offered = new ArrayList<>(events("last-"));
        offered.set(7, event("0-7", 8));

        assertThatThrownBy(() -> store.append(Append.of(offered)).join())
                .hasCauseInstanceOf(IdReusedException.class);
        assertThat(read(Query.stream(STREAM))).hasSize(20 * COUNT);
    }
}
