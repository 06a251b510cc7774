package dev.chronicle.examples;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.AppendResult.Appended;
import dev.chronicle.store.AppendResult.Duplicate;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.MatchingEventException;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.store.segment.LogVerifier;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentOptions;
import dev.chronicle.store.segment.VerificationReport;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The code of docs/guide/embedding.md, one method per section. Takes the directory to use. */
final class EmbeddingGuide {

    private EmbeddingGuide() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/embedding-guide");
        Thread following;
        try (EventStore store = open(directory)) {
            StreamId stream = StreamId.parse("course/c1");
            NewEvent defined = NewEvent.of(stream, "CourseDefined").id("defined").build();
            appendOnce(store, defined);
            appendOnce(store, defined);
            System.out.println(rename(store, stream, 1) + " " + rename(store, stream, 1));
            System.out.println(subscribe(store, "ann", "c1") + " " + subscribe(store, "ann", "c1"));
            newest(store, Query.tags(Tag.parse("student:ann")));
            CountDownLatch seen = new CountDownLatch(3);
            Consumer<Event> handler =
                    event -> {
                        System.out.println("seen " + event.position() + " " + event.type());
                        seen.countDown();
                    };
            following = Thread.ofVirtual().start(() -> follow(store, Position.START, handler));
            seen.await();
        }
        following.join();
        check(directory);
    }

    private static EventStore open(Path directory) {
        // open
        SegmentOptions options = SegmentOptions.defaults().segmentBytes(64 << 20);
        EventStore store = SegmentEventStore.open(directory, options);
        // open
        return store;
    }

    private static void appendOnce(EventStore store, NewEvent event) throws Exception {
        // append
        List<AppendResult> results = store.append(List.of(event)).get();
        switch (results.getFirst()) {
            case Appended(Position position, long sequence) ->
                    System.out.println("stored at " + position + ", number " + sequence);
            case Duplicate(Position position) ->
                    System.out.println("was there already, at " + position);
        }
        // append
    }

    private static String rename(EventStore store, StreamId stream, long known) throws Exception {
        NewEvent renamed = NewEvent.of(stream, "CourseRenamed").build();
        // sequence
        try {
            store.append(List.of(renamed), AppendCondition.sequence(stream, known)).get();
            return "renamed";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnexpectedSequenceException late) {
                return "somebody was faster: the stream is at " + late.actual();
            }
            throw e;
        }
        // sequence
    }

    private static String subscribe(EventStore store, String student, String course)
            throws Exception {
        // decision
        Query decision = Query.tags(new Tag("course", course));
        Position known = store.head();
        List<Event> facts;
        try (Stream<Event> events = store.read(decision, Position.START)) {
            facts = events.toList();
        }
        if (facts.size() >= 1) {
            return "the course is full";
        }
        NewEvent subscribed =
                NewEvent.of(StreamId.parse("subscription/" + student), "Subscribed")
                        .tags(new Tag("course", course), new Tag("student", student))
                        .build();
        try {
            store.append(List.of(subscribed), AppendCondition.noneMatching(decision, known)).get();
            return "subscribed";
        } catch (ExecutionException e) {
            if (e.getCause() instanceof MatchingEventException) {
                return "something changed meanwhile; decide again";
            }
            throw e;
        }
        // decision
    }

    private static void newest(EventStore store, Query query) {
        // read
        try (Stream<Event> newest = store.read(query, Position.END, 10, Direction.BACKWARDS)) {
            newest.forEach(event -> System.out.println(event.position() + " " + event.type()));
        }
        // read
    }

    private static void follow(EventStore store, Position done, Consumer<Event> handler) {
        // subscribe
        try (Subscription subscription = store.subscribe(Query.all(), done)) {
            while (true) {
                subscription.take(100, Duration.ofSeconds(30)).forEach(handler);
            }
        } catch (StoreClosedException e) {
            System.out.println("the store was closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // subscribe
    }

    private static void check(Path directory) throws IOException {
        // check
        VerificationReport report = LogVerifier.verify(directory, events -> {});
        System.out.println(report.isSound() + " " + report.events());
        // check
    }
}
