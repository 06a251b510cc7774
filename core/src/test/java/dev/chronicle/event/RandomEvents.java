package dev.chronicle.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Random events of all sizes, in all of Unicode and at all times. */
final class RandomEvents {

    private static final int[] LARGEST_CODE_POINTS = {0x7f, 0xff, 0xffff, 0x10ffff};

    private final RandomGenerator random;

    RandomEvents(RandomGenerator random) {
        this.random = random;
    }

    Event next() {
        return new Event(
                new Position(random.nextLong(1, Long.MAX_VALUE)),
                random.nextLong(1, Long.MAX_VALUE),
                Instant.ofEpochMilli(random.nextLong()),
                new EventId(text()),
                new StreamId("c" + text().replace("/", ""), text()),
                text(),
                time(),
                tags(),
                data(),
                metadata());
    }

    private Instant time() {
        long second =
                random.nextBoolean()
                        ? random.nextLong(Instant.MIN.getEpochSecond(), 0)
                        : random.nextLong(Instant.MAX.getEpochSecond());
        return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
    }

    private List<Tag> tags() {
        List<Tag> tags = new ArrayList<>();
        for (int i = size(); i > 0; i--) {
            tags.add(new Tag("k" + text().replace(":", ""), text()));
        }
        return tags;
    }

    private Map<String, String> metadata() {
        Map<String, String> metadata = new HashMap<>();
        for (int i = size(); i > 0; i--) {
            metadata.put(text(), text());
        }
        return metadata;
    }

    private EventData data() {
        byte[] bytes = new byte[random.nextInt(10) == 0 ? random.nextInt(20_000) : size()];
        random.nextBytes(bytes);
        return EventData.of(text(), bytes);
    }

    private String text() {
        int largest = LARGEST_CODE_POINTS[random.nextInt(LARGEST_CODE_POINTS.length)];
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20) == 0 ? 200 : size(); i > 0; i--) {
            text.appendCodePoint(codePoint(largest));
        }
        return text.toString();
    }

    private int codePoint(int largest) {
        int codePoint = random.nextInt(largest + 1);
        boolean surrogate =
                codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return surrogate ? '\uFFFD' : codePoint;
    }

    private int size() {
        return random.nextInt(6);
    }
}
