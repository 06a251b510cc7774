package dev.chronicle.examples;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The store in a program of one's own: append, read, subscribe. Takes the directory to use. */
final class EmbeddedQuickStart {

    private EmbeddedQuickStart() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/quick-start");
        // README
        StreamId account = StreamId.parse("BankAccount/account-123");
        try (var store = SegmentEventStore.open(directory)) {
            NewEvent deposited =
                    NewEvent.of(account, "Deposited")
                            .id("payment-1")
                            .tags(Tag.parse("actor:alice"))
                            .data(EventData.json("{\"amount\":100}"))
                            .build();
            System.out.println(store.append(List.of(deposited)).get());
            System.out.println(store.append(List.of(deposited)).get());

            try (var events = store.read(Query.stream(account), Position.START)) {
                events.forEach(e -> System.out.println(e.type() + " " + e.data().text()));
            }
            Query byAlice = Query.tags(Tag.parse("actor:alice"));
            try (var subscription = store.subscribe(byAlice, Position.START)) {
                System.out.println(subscription.take(10, Duration.ofSeconds(1)).size());
            }
        }
        // README
    }
}
