package dev.chronicle.channel.redis;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message as it stands in the queue.
 *
 * @param id its name there
 * @param attempts how often it was delivered, this time included
 * @param weight what its sender says it weighs
 * @param node who sent it, empty if nobody waits for it
 * @param key what that node knows it by
 * @param body the message
 */
@SuppressWarnings("ArrayRecordComponent")
record Entry(String id, int attempts, long weight, String node, String key, byte[] body) {

    /** Of a script's list of {@code { attempts, { id, fields } }}. */
    static List<Entry> all(@Nullable Object reply) {
        List<Entry> entries = new ArrayList<>();
        for (Object each : list(reply)) {
            entries.add(one(each));
        }
        return entries;
    }

    /** Of a script's {@code { attempts, { id, fields } }}. */
    static Entry one(@Nullable Object reply) {
        List<?> parts = list(reply);
        return stored((int) number(parts.get(0)), parts.get(1));
    }

    /** Of an entry of a stream as Redis writes it. */
    static Entry stored(int attempts, @Nullable Object entry) {
        List<?> idAndFields = list(entry);
        List<?> fields = list(idAndFields.get(1));
        return new Entry(
                text(idAndFields.get(0)),
                attempts,
                Long.parseLong(text(fields.get(1))),
                text(fields.get(3)),
                text(fields.get(5)),
                (byte[]) fields.get(7));
    }

    static List<?> list(@Nullable Object reply) {
        return reply instanceof List<?> list ? list : List.of();
    }

    static String text(@Nullable Object reply) {
        return reply instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : String.valueOf(reply);
    }

    static long number(@Nullable Object reply) {
        return reply instanceof Long number ? number : Long.parseLong(text(reply));
    }
}
