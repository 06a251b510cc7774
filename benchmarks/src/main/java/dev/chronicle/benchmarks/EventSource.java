package dev.chronicle.benchmarks;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.EventData;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes events of about 300 bytes that can be found by five keys: a random id of 36 characters, one
 * of many streams, a type and two tags. Everything but the id comes from pools made beforehand, so
 * that making an event costs little. One thread.
 */
final class EventSource {

    static final int STREAMS = 10_000;
    static final int CUSTOMERS = 20_000;
    static final int REGIONS = 50;
    private static final int TYPES = 20;
    private static final int PAYLOADS = 1024;
    private static final int PAYLOAD_BYTES = 145;

    private static final StreamId[] STREAM_POOL = new StreamId[STREAMS];
    private static final Tag[] CUSTOMER_POOL = new Tag[CUSTOMERS];
    private static final Tag[] REGION_POOL = new Tag[REGIONS];
    private static final String[] TYPE_POOL = new String[TYPES];
    private static final EventData[] PAYLOAD_POOL = new EventData[PAYLOADS];

    static {
        for (int i = 0; i < STREAMS; i++) {
            STREAM_POOL[i] = new StreamId("order", "o-%07d".formatted(i));
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            CUSTOMER_POOL[i] = new Tag("customer", "c-%07d".formatted(i));
        }
        for (int i = 0; i < REGIONS; i++) {
            REGION_POOL[i] = new Tag("region", "r-%02d".formatted(i));
        }
        for (int i = 0; i < TYPES; i++) {
            TYPE_POOL[i] = "OrderEvent%02d".formatted(i);
        }
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PAYLOADS; i++) {
            StringBuilder json = new StringBuilder("{\"note\":\"");
            while (json.length() < PAYLOAD_BYTES - 2) {
                json.append((char) ('a' + random.nextInt(26)));
            }
            PAYLOAD_POOL[i] = EventData.json(json.append("\"}").toString());
        }
    }

    private final SplittableRandom random;
    private final RandomIds ids;

    EventSource(SplittableRandom random) {
        this.random = random;
        this.ids = new RandomIds(random.split());
    }

    static StreamId stream(int number) {
        return STREAM_POOL[number];
    }

    static Tag customer(int number) {
        return CUSTOMER_POOL[number];
    }

    static Tag region(int number) {
        return REGION_POOL[number];
    }

    List<NewEvent> next(int count) {
        Instant now = Instant.now();
        List<NewEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            List<Tag> tags =
                    List.of(
                            CUSTOMER_POOL[random.nextInt(CUSTOMERS)],
                            REGION_POOL[random.nextInt(REGIONS)]);
            events.add(
                    new NewEvent(
                            new EventId(ids.next()),
                            STREAM_POOL[random.nextInt(STREAMS)],
                            TYPE_POOL[random.nextInt(TYPES)],
                            now,
                            tags,
                            PAYLOAD_POOL[random.nextInt(PAYLOADS)],
                            Map.of()));
        }
        return events;
    }

    /** The size of an event in canonical form. */
    static int eventBytes() {
        CanonicalWriter writer = new CanonicalWriter();
        writer.write(new EventSource(new SplittableRandom(1)).next(1).getFirst());
        return writer.size();
    }

    /** What making an event costs one thread, in nanoseconds: the best of some runs. */
    static double nanosPerEvent() {
        EventSource source = new EventSource(new SplittableRandom(2));
        double best = Double.MAX_VALUE;
        long made = 0;
        for (int run = 0; run < 8; run++) {
            long start = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                made += source.next(1000).size();
            }
            best = Math.min(best, (System.nanoTime() - start) / 200_000.0);
        }
        if (made == 0) {
            throw new AssertionError("keeps the events from being optimised away");
        }
        return best;
    }
}
