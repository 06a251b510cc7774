package dev.chronicle.examples;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Imports into a store in this process. Nothing is tried again: where the store fails it has
 * stopped, and the import is run again, which stores nothing twice.
 */
final class StoreSink implements EventSink {

    private static final StreamId STREAM = new StreamId("PackageLog", "dpkg");
    private static final int BATCH = 1000;

    private final SegmentEventStore store;

    StoreSink(Path directory) {
        store = SegmentEventStore.open(directory);
    }

    @Override
    public void append(List<PackageLogLine> lines) throws Exception {
        List<CompletableFuture<List<AppendResult>>> batches = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += BATCH) {
            List<PackageLogLine> batch = lines.subList(from, Math.min(from + BATCH, lines.size()));
            batches.add(store.append(batch.stream().map(StoreSink::event).toList()));
        }
        for (CompletableFuture<List<AppendResult>> batch : batches) {
            batch.get();
        }
    }

    private static NewEvent event(PackageLogLine line) {
        return NewEvent.of(STREAM, line.action())
                .id(line.id())
                .time(line.time())
                .tags(new Tag("actor", "dpkg"), new Tag("package", line.resource()))
                .data(EventData.of("text/plain", line.text().getBytes(StandardCharsets.UTF_8)))
                .metadata(Map.of("line", Integer.toString(line.number())))
                .build();
    }

    @Override
    public List<Stored> readBack() {
        try (Stream<Event> events = store.read(Query.stream(STREAM), Position.START)) {
            return events.map(StoreSink::stored).toList();
        }
    }

    private static Stored stored(Event event) {
        int number = Integer.parseInt(event.metadata().getOrDefault("line", "0"));
        return new Stored(event.id().value(), new PackageLogLine(number, event.data().text()));
    }

    @Override
    public void close() {
        store.close();
    }
}
