package dev.chronicle.pubsub;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The subscriptions of one channel, found by a few look-ups however many there are. Threads share
 * it: what is added or removed during a look-up may be found or not.
 */
final class SubscriptionTable {

    private static final TopicSubscription[] NONE = {};

    /** By kind of pattern and prefix; the arrays are never changed, and never empty. */
    private final Map<TopicPattern.Kind, Map<String, TopicSubscription[]>> byPrefix =
            new EnumMap<>(TopicPattern.Kind.class);

    SubscriptionTable() {
        for (TopicPattern.Kind kind : TopicPattern.Kind.values()) {
            byPrefix.put(kind, new ConcurrentHashMap<>());
        }
    }

    private Map<String, TopicSubscription[]> of(TopicPattern.Kind kind) {
        return Objects.requireNonNull(byPrefix.get(kind));
    }

    void add(TopicSubscription subscription) {
        TopicPattern pattern = subscription.pattern();
        of(pattern.kind())
                .merge(pattern.prefix(), new TopicSubscription[] {subscription}, this::joined);
    }

    private TopicSubscription[] joined(TopicSubscription[] some, TopicSubscription[] more) {
        TopicSubscription[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    void remove(TopicSubscription subscription) {
        TopicPattern pattern = subscription.pattern();
        of(pattern.kind())
                .computeIfPresent(
                        pattern.prefix(),
                        (_, some) -> {
                            List<TopicSubscription> left = new ArrayList<>(List.of(some));
                            left.remove(subscription);
                            return left.isEmpty() ? null : left.toArray(NONE);
                        });
    }

    /** Every subscription that means the topic, each once. */
    void forEach(Topic topic, Consumer<TopicSubscription> action) {
        String name = topic.name();
        each(TopicPattern.Kind.EXACT, name, action);
        if (!of(TopicPattern.Kind.ONE_WORD_MORE).isEmpty()) {
            int last = name.lastIndexOf('.');
            each(TopicPattern.Kind.ONE_WORD_MORE, last < 0 ? "" : name.substring(0, last), action);
        }
        if (!of(TopicPattern.Kind.MORE_WORDS).isEmpty()) {
            each(TopicPattern.Kind.MORE_WORDS, "", action);
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                each(TopicPattern.Kind.MORE_WORDS, name.substring(0, dot), action);
            }
        }
    }

    private void each(TopicPattern.Kind kind, String prefix, Consumer<TopicSubscription> action) {
        for (TopicSubscription subscription : of(kind).getOrDefault(prefix, NONE)) {
            action.accept(subscription);
        }
    }

    int size() {
        int size = 0;
        for (Map<String, TopicSubscription[]> some : byPrefix.values()) {
            for (TopicSubscription[] subscriptions : some.values()) {
                size += subscriptions.length;
            }
        }
        return size;
    }
}
