package dev.chronicle.server.aggregator;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** How much of the heap the names of topics and their counts take. Not for several threads. */
final class TopicRoom {

    /** What a topic takes beside its name. */
    private static final int TOPIC_OVERHEAD = 256;

    private final long maxBytes;
    private long bytes;

    TopicRoom(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** There are these topics now. */
    void recount(Set<String> topics) {
        bytes = topics.stream().mapToLong(TopicRoom::bytes).sum();
    }

    /** There is one more. */
    void add(String topic) {
        bytes += bytes(topic);
    }

    /** Whether there is room for the topics of some events, beside those that are known. */
    boolean isEnoughFor(Collection<PublishedEvent> events, Set<String> known) {
        Set<String> fresh = new HashSet<>();
        long more = 0;
        String last = null;
        for (PublishedEvent event : events) {
            String topic = event.topic();
            if (!topic.equals(last) && !known.contains(topic) && fresh.add(topic)) {
                more += bytes(topic);
            }
            last = topic;
        }
        return more == 0 || bytes + more <= maxBytes;
    }

    private static long bytes(String topic) {
        return 2L * topic.length() + TOPIC_OVERHEAD;
    }
}
