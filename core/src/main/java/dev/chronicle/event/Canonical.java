package dev.chronicle.event;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Brings the unordered parts of an event into their one order, so that equal events have equal
 * bytes.
 */
final class Canonical {

    private Canonical() {}

    /** Sorted by {@link Tag#compareTo}, each once. What is in order already is not sorted again. */
    static List<Tag> tags(List<Tag> tags) {
        List<Tag> copy = List.copyOf(tags);
        if (copy.size() > NewEvent.MAX_TAGS) {
            throw new IllegalArgumentException(
                    "an event may have at most %d tags: tags=%d"
                            .formatted(NewEvent.MAX_TAGS, copy.size()));
        }
        for (int i = 1; i < copy.size(); i++) {
            if (copy.get(i - 1).compareTo(copy.get(i)) >= 0) {
                return copy.stream().sorted().distinct().toList();
            }
        }
        return copy;
    }

    /** Sorted by key, in the order of UTF-16 code units. */
    static Map<String, String> metadata(Map<String, String> metadata) {
        if (metadata.isEmpty()) {
            return Map.of();
        }
        Map<String, String> copy = new TreeMap<>(metadata);
        copy.forEach(
                (key, value) -> {
                    Text.requireWellFormed(key, "metadata key");
                    Text.requireWellFormed(value, "metadata value of " + key);
                });
        return Collections.unmodifiableMap(copy);
    }
}
