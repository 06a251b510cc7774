package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** An append that was as large as allowed can be sent again, though every event is noted then. */
class NotesLimitTest {

    private static final int LIMIT = 1 << 16;

    @TempDir private Path directory;

    private static NewEvent event(String stream, int number) {
        return NewEvent.of(new StreamId("test", stream), "Happened")
                .id("e" + number)
                .data(EventData.of(EventData.JSON, new byte[900]))
                .build();
    }

    @Test
    void notes_may_take_as_much_as_the_events() throws Exception {
        List<NewEvent> events =
                IntStream.range(0, LIMIT / 1024).mapToObj(i -> event("a", i)).toList();
        SegmentOptions usual = SegmentOptions.defaults();
        SegmentOptions options =
                new SegmentOptions(
                        usual.segmentBytes(),
                        usual.memtableEntries(),
                        usual.groupBytes(),
                        LIMIT,
                        usual.queueBytes(),
                        usual.clock());
        try (SegmentEventStore store = SegmentEventStore.open(directory, options)) {
            store.append(events).get();
            List<AppendResult> again =
                    store.append(Append.of(events).noting(i -> event("notes", i))).get();

            assertThat(again).hasOnlyElementsOfType(AppendResult.Duplicate.class);
            assertThat(store.head().value()).isEqualTo(2L * events.size());
        }
    }
}
