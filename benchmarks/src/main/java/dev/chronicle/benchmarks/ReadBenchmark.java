package dev.chronicle.benchmarks;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.store.segment.SegmentEventStore;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How fast a log is read, and whether that depends on its size: whole, by stream, by tag, by two
 * tags, the newest of a tag, one id, the last event of a stream, as a subscription; and how long it
 * takes to open after an orderly end and after {@code kill -9}.
 *
 * <p>The logs are built once, by the code that {@link AppendBenchmark} measures, and kept. One
 * thread reads. Queries ask for random keys among those that exist. An id is looked up by appending
 * an event that is there already, a last sequence by an append whose expected sequence is wrong:
 * neither writes anything, both pass through the committing thread. The files are in the page cache
 * as far as memory allows. The killed process works on a copy of the log and dies while it appends;
 * the machine does not, so its page cache survives.
 */
public final class ReadBenchmark {

    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Options options;
    private final Path data;
    private final ReadFigures figures = new ReadFigures();
    private final SplittableRandom random = new SplittableRandom();

    private ReadBenchmark(Options options) {
        this.options = options;
        data = options.path("data");
    }

    /** Runs it; {@code --help} says with which options. */
    public static void main(String[] args) throws Exception {
        Options options =
                new Options("Reads a small and a large log in every way there is.")
                        .with("events", "100k,10M", "sizes of the logs")
                        .with("data", "benchmarks/target/data/read", "where the logs are kept")
                        .with("seconds", "5", "the most seconds per kind of query")
                        .with("lookups", "20k", "the most lookups of a kind")
                        .with("opens", "3", "how often a log is opened, for a median")
                        .with("killed-after", "200k", "events the killed process appends first")
                        .parse(args);
        new ReadBenchmark(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Report report = new Report("Read", options, new Machine(data));
        report.fact(
                "event",
                "%d bytes; %d streams, %d values of one tag, %d of the other"
                        .formatted(
                                EventSource.eventBytes(),
                                EventSource.STREAMS,
                                EventSource.CUSTOMERS,
                                EventSource.REGIONS));
        List<Long> sizes = options.numbers("events");
        for (long events : sizes) {
            BuiltLog.of(data, events);
        }
        warmUp(sizes.getFirst());
        for (long events : sizes) {
            measure(events);
        }
        report.table(figures.table(sizes));
    }

    private void warmUp(long events) throws IOException, InterruptedException {
        Report.progress("warm-up");
        try (SegmentEventStore store = SegmentEventStore.open(BuiltLog.of(data, events))) {
            ReadFigures discarded = new ReadFigures();
            for (int i = 0; i < 2; i++) {
                new Reads(store, 0, discarded).all();
            }
        }
    }

    private void measure(long events) throws IOException, InterruptedException {
        Path log = BuiltLog.of(data, events);
        Report.progress("opening " + log);
        double[] openings = new double[options.count("opens")];
        for (int i = 0; i < openings.length; i++) {
            openings[i] = millisToOpen(log);
        }
        figures.put(events, "open after close, ms", Figures.median(openings));
        try (SegmentEventStore store = SegmentEventStore.open(log)) {
            Report.progress("reading " + log);
            new Reads(store, events, figures).all();
            ProcessUsage usage = ProcessUsage.ofThis();
            figures.put(events, "live heap, MiB", ProcessUsage.liveHeapBytes() / 1048576.0);
            figures.put(events, "anonymous memory, MiB", usage.anonymousBytes() / 1048576.0);
            figures.put(events, "resident memory, MiB", usage.residentBytes() / 1048576.0);
        }
        Report.progress("opening a copy after kill -9");
        figures.put(events, "open after kill -9, ms", millisToOpenKilled(log));
    }

    private static double millisToOpen(Path log) {
        long start = System.nanoTime();
        try (SegmentEventStore store = SegmentEventStore.open(log)) {
            double millis = (System.nanoTime() - start) / 1e6;
            if (store.head().equals(Position.START)) {
                throw new IllegalStateException("nothing is there");
            }
            return millis;
        }
    }

    private double millisToOpenKilled(Path log) throws IOException, InterruptedException {
        Path copy = data.resolve("killed");
        TemporaryFiles.delete(copy);
        TemporaryFiles.copy(log, copy);
        List<String> appender =
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledAppender.class.getName(),
                        copy.toString(),
                        Long.toString(options.number("killed-after")));
        try (JavaProcess process =
                JavaProcess.start(Pattern.compile(KilledAppender.READY), appender)) {
            process.awaitReady();
            process.kill();
        }
        double millis = millisToOpen(copy);
        TemporaryFiles.delete(copy);
        return millis;
    }

    /** All kinds of reads of one open log. */
    private final class Reads {

        private final SegmentEventStore store;
        private final long events;
        private final ReadFigures into;

        Reads(SegmentEventStore store, long events, ReadFigures into) {
            this.store = store;
            this.events = events;
            this.into = into;
        }

        void all() throws InterruptedException {
            scan("read all forwards, events/s", Position.START, Direction.FORWARDS);
            scan("read all backwards, events/s", Position.END, Direction.BACKWARDS);
            subscription();
            queries("read a stream", this::stream, UNLIMITED, Direction.FORWARDS);
            queries("read a tag", this::tag, UNLIMITED, Direction.FORWARDS);
            queries("read tag AND tag", this::twoTags, UNLIMITED, Direction.FORWARDS);
            queries("newest 100 of a tag", this::commonTag, 100, Direction.BACKWARDS);
            queries("tag that is not there", ReadBenchmark::noTag, 100, Direction.BACKWARDS);
            queries("last of a stream, read", this::stream, 1, Direction.BACKWARDS);
            lastOfStream();
            lookUpIds();
        }

        private void scan(String name, Position after, Direction direction) {
            long start = System.nanoTime();
            long count = count(Query.all(), after, UNLIMITED, direction);
            into.put(events, name, count / seconds(start));
        }

        private long count(Query query, Position after, long limit, Direction direction) {
            try (Stream<Event> found = store.read(query, after, limit, direction)) {
                // not count(), which need not look at the events
                return found.mapToLong(event -> event.sequence() > 0 ? 1 : 0).sum();
            }
        }

        private void subscription() throws InterruptedException {
            long head = store.head().value();
            long start = System.nanoTime();
            try (Subscription subscription = store.subscribe(Query.all(), Position.START)) {
                while (subscription.position().value() < head) {
                    if (subscription.take(1000, Duration.ofSeconds(10)).isEmpty()) {
                        throw new IllegalStateException("the subscription stands still");
                    }
                }
            }
            into.put(events, "subscription catches up, events/s", head / seconds(start));
        }

        private Query stream() {
            return Query.stream(EventSource.stream(random.nextInt(EventSource.STREAMS)));
        }

        private Query tag() {
            return Query.tags(EventSource.customer(random.nextInt(EventSource.CUSTOMERS)));
        }

        private Query commonTag() {
            return Query.tags(EventSource.region(random.nextInt(EventSource.REGIONS)));
        }

        private Query twoTags() {
            return Query.tags(
                    EventSource.customer(random.nextInt(EventSource.CUSTOMERS)),
                    EventSource.region(random.nextInt(EventSource.REGIONS)));
        }

        private void queries(
                String name, Supplier<Query> queries, long limit, Direction direction) {
            Latencies latencies = new Latencies();
            Position after = direction == Direction.FORWARDS ? Position.START : Position.END;
            long found = 0;
            long start = System.nanoTime();
            while (mayGoOn(start, latencies)) {
                Query query = queries.get();
                long begun = System.nanoTime();
                found += count(query, after, limit, direction);
                latencies.record(System.nanoTime() - begun);
            }
            double seconds = seconds(start);
            into.put(events, name, latencies);
            into.put(events, name + ", events each", (double) found / latencies.count());
            if (limit == UNLIMITED) {
                into.put(events, name + ", events/s", found / seconds);
            }
        }

        private boolean mayGoOn(long start, Latencies latencies) {
            return latencies.count() < options.number("lookups")
                    && seconds(start) < options.seconds("seconds");
        }

        private void lastOfStream() {
            Latencies latencies = new Latencies();
            EventSource source = new EventSource(random.split());
            long start = System.nanoTime();
            while (mayGoOn(start, latencies)) {
                List<NewEvent> offered = source.next(1);
                StreamId stream = offered.getFirst().stream();
                AppendCondition wrong = AppendCondition.sequence(stream, UNLIMITED);
                long begun = System.nanoTime();
                requireRefused(offered, wrong);
                latencies.record(System.nanoTime() - begun);
            }
            into.put(events, "last of a stream, condition", latencies);
        }

        private void requireRefused(List<NewEvent> offered, AppendCondition wrong) {
            try {
                List<AppendResult> results = store.append(offered, wrong).join();
                throw new IllegalStateException("a wrong condition held: " + results);
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof UnexpectedSequenceException)) {
                    throw e;
                }
            }
        }

        private void lookUpIds() {
            Latencies latencies = new Latencies();
            List<NewEvent> existing = sample();
            long start = System.nanoTime();
            for (NewEvent event : existing) {
                if (!mayGoOn(start, latencies)) {
                    break;
                }
                long begun = System.nanoTime();
                AppendResult result = store.append(List.of(event)).join().getFirst();
                latencies.record(System.nanoTime() - begun);
                if (!(result instanceof AppendResult.Duplicate)) {
                    throw new IllegalStateException("an id was not found: " + event.id());
                }
            }
            into.put(events, "look up an id", latencies);
        }

        /** Events from random places of the log, to be offered again. */
        private List<NewEvent> sample() {
            List<NewEvent> sample = new ArrayList<>();
            long head = store.head().value();
            for (long i = options.number("lookups"); i > 0; i--) {
                Position before = new Position(random.nextLong(head));
                try (Stream<Event> read = store.read(Query.all(), before, 1, Direction.FORWARDS)) {
                    read.map(ReadBenchmark::again).forEach(sample::add);
                }
            }
            return sample;
        }
    }

    private static Query noTag() {
        return Query.tags(new Tag("customer", "nobody"));
    }

    private static NewEvent again(Event event) {
        return new NewEvent(
                event.id(),
                event.stream(),
                event.type(),
                event.time(),
                event.tags(),
                event.data(),
                event.metadata());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
