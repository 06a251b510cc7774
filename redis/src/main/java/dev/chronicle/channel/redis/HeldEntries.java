package dev.chronicle.channel.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which messages the consumers of this process have. Threads share it. */
final class HeldEntries {

    private static final int TOGETHER = 500;
    private static final long LONG_AGO_MILLIS = 1_000_000_000;

    private final Keys keys;

    /** The consumer's name by the message's id. */
    private final Map<String, String> held = new ConcurrentHashMap<>();

    HeldEntries(Keys keys) {
        this.keys = keys;
    }

    void hold(String consumer, String id) {
        held.put(id, consumer);
    }

    boolean holds(String id) {
        return held.containsKey(id);
    }

    void release(String id) {
        held.remove(id);
    }

    /** Tells the others that these are not abandoned. */
    void refresh(RedisConnection connection) {
        touch(connection, 0);
    }

    /** Leaves them to the others, at once. */
    void abandon(RedisConnection connection) {
        touch(connection, LONG_AGO_MILLIS);
    }

    private void touch(RedisConnection connection, long idleMillis) {
        List<Map.Entry<String, String>> all = new ArrayList<>(held.entrySet());
        for (int from = 0; from < all.size(); from += TOGETHER) {
            Args command = Args.script(Script.TOUCH, keys.queue()).add(Keys.GROUP, idleMillis);
            for (Map.Entry<String, String> each :
                    all.subList(from, Math.min(all.size(), from + TOGETHER))) {
                command.add(each.getValue(), each.getKey());
            }
            Object unused = connection.call(command);
        }
    }
}
