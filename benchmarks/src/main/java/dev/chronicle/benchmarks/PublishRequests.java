package dev.chronicle.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of {@code POST /publish} requests: one request, in which the parts that differ are
 * written over. Ids follow from numbers, so that what was sent before can be sent again without
 * keeping it. One thread; several may share the numbers.
 */
final class PublishRequests implements Requests {

    private static final String EVENT =
            """
            {"event_id":"00000000-0000-4000-8000-000000000000","topic":"topic-00",\
            "source":"service-00","payload":{"message":"request 00000000 took a while to answer",\
            "timestamp":"2026-11-21T12:00:00.000","level":"INFO"},\
            "timestamp":"2026-11-21T12:00:00.000"}\
            """;
    private static final String FIRST = "{\"events\":[";
    private static final int ID_DIGITS = 16;

    /** The topics are {@code topic-00} and so on. */
    static final int TOPICS = 10;

    private final SplittableRandom random;
    private final AtomicLong numbers;
    private final double duplicates;
    private final int batch;
    private final byte[] request;
    private final int body;
    private final int idAt = EVENT.indexOf("00000000");
    private final int topicAt = EVENT.indexOf("topic-") + 6;
    private final int sourceAt = EVENT.indexOf("service-") + 8;
    private final int messageAt = EVENT.indexOf("request ") + 8;

    /**
     * @param batch events in a request
     * @param duplicates the part of events that were sent before
     * @param numbers the newest number used so far
     */
    PublishRequests(
            int port, int batch, double duplicates, AtomicLong numbers, SplittableRandom random) {
        this.random = random;
        this.numbers = numbers;
        this.duplicates = duplicates;
        this.batch = batch;
        String events = FIRST + (EVENT + ",").repeat(batch);
        String text = events.substring(0, events.length() - 1) + "]}";
        String head =
                """
                POST /publish HTTP/1.1\r
                Host: 127.0.0.1:%d\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                """
                        .formatted(port, text.length());
        body = head.length() + FIRST.length();
        request = (head + text).getBytes(StandardCharsets.US_ASCII);
    }

    /** The id of the event of this number. */
    static String id(long number) {
        byte[] id =
                EVENT.substring(EVENT.indexOf("0000"), EVENT.indexOf("\",\"topic"))
                        .getBytes(StandardCharsets.US_ASCII);
        putId(id, 0, number);
        return new String(id, StandardCharsets.US_ASCII);
    }

    /** The bytes of one event. */
    static int eventSize() {
        return EVENT.length();
    }

    @Override
    public int size() {
        return request.length;
    }

    @Override
    public int accepted() {
        return 200;
    }

    @Override
    public void put(ByteBuffer target) {
        for (int i = 0; i < batch; i++) {
            int event = body + i * (EVENT.length() + 1);
            boolean again = random.nextDouble() < duplicates && numbers.get() > 0;
            long number = again ? 1 + random.nextLong(numbers.get()) : numbers.incrementAndGet();
            // all that an event says follows from its number
            long mixed = mix(number);
            putId(request, event + idAt, number);
            digits(event + topicAt, 2, (int) Math.floorMod(mixed, (long) TOPICS));
            digits(event + sourceAt, 2, (int) Math.floorMod(mixed >>> 8, 50L));
            digits(event + messageAt, 8, (int) Math.floorMod(mixed >>> 16, 100_000_000L));
        }
        target.put(request);
    }

    /** Mixes 64 bits so that different numbers stay different (the finalizer of SplitMix64). */
    private static long mix(long number) {
        long z = number * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static void putId(byte[] target, int at, long number) {
        long rest = mix(number);
        int written = 0;
        for (int i = at + 35; written < ID_DIGITS; i--) {
            if (target[i] != '-') {
                target[i] = (byte) Character.forDigit((int) rest & 15, 16);
                rest >>>= 4;
                written++;
            }
        }
    }

    private void digits(int offset, int count, int value) {
        int rest = value;
        for (int i = offset + count - 1; i >= offset; i--) {
            request[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
