package dev.chronicle.pubsub;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last messages of each topic of one channel; of too many topics, or too many bytes, those go
 * that were quiet longest. Not for several threads.
 */
final class History {

    static final int MAX_TOPICS = 1024;
    private static final long MAX_BYTES = 16 << 20;

    private final int perTopic;

    /** In the order in which they were last published to. */
    private final Map<Topic, Deque<Delivery>> topics = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    History(int perTopic) {
        this.perTopic = perTopic;
    }

    void add(Delivery delivery) {
        Deque<Delivery> last =
                topics.computeIfAbsent(delivery.message().topic(), _ -> new ArrayDeque<>());
        last.add(delivery);
        bytes += delivery.bytes();
        if (last.size() > perTopic) {
            bytes -= last.remove().bytes();
        }
        Iterator<Deque<Delivery>> quietest = topics.values().iterator();
        while (topics.size() > 1 && (topics.size() > MAX_TOPICS || bytes > MAX_BYTES)) {
            quietest.next().forEach(gone -> bytes -= gone.bytes());
            quietest.remove();
        }
    }

    /** Those of all topics that are meant, in the order of their ids, behind one id. */
    List<Delivery> behind(long id, TopicPattern pattern) {
        return topics.entrySet().stream()
                .filter(topic -> pattern.matches(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .filter(delivery -> delivery.id() > id)
                .sorted(Comparator.comparingLong(Delivery::id))
                .toList();
    }
}
