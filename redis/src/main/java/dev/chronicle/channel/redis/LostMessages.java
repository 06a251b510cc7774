package dev.chronicle.channel.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what was sent here and Redis does not have any more, though nobody here has it. Either it
 * was handled, and then the reply is there already, or it is lost. For one thread.
 */
final class LostMessages<T> {

    private static final int TOGETHER = 500;

    private final Keys keys;
    private final HeldEntries held;
    private final SentMessages<T> sent;

    LostMessages(Keys keys, HeldEntries held, SentMessages<T> sent) {
        this.keys = keys;
        this.held = held;
        this.sent = sent;
    }

    /** The numbers of those that are not in the queue, by their ids there. */
    Map<String, Long> missing(RedisConnection connection) {
        Map<String, Long> all = sent.ids();
        List<String> ids = all.keySet().stream().filter(id -> !held.holds(id)).toList();
        Map<String, Long> missing = new HashMap<>();
        for (int from = 0; from < ids.size(); from += TOGETHER) {
            List<String> some =
                    new ArrayList<>(ids.subList(from, Math.min(ids.size(), from + TOGETHER)));
            Object reply =
                    connection.call(Args.script(Script.MISSING, keys.queue()).add(some.toArray()));
            for (Object id : Entry.list(reply)) {
                missing.put(Entry.text(id), all.getOrDefault(Entry.text(id), 0L));
            }
        }
        return missing;
    }
}
