package dev.chronicle.event;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Which record has which name in the store, and which names it had. */
final class JsonNameTable {

    private final Map<Class<?>, String> names = new LinkedHashMap<>();
    private final Map<String, Class<?>> records = new HashMap<>();
    private final Map<String, String> aliases = new HashMap<>();

    /** Refuses two records of one name, current or old. */
    JsonNameTable(
            Set<Class<?>> all, Map<Class<?>, String> renamed, Map<Class<?>, Set<String>> aliased) {
        requireKnown(all, renamed.keySet());
        requireKnown(all, aliased.keySet());
        for (Class<?> record : all) {
            String name = renamed.getOrDefault(record, JsonNames.name(record));
            Text.requireWellFormed(name, "event type");
            names.put(record, name);
            JsonNames.requireFree(name, record, records.put(name, record));
        }
        for (Class<?> record : all) {
            EventType annotation = record.getAnnotation(EventType.class);
            if (annotation != null) {
                for (String old : annotation.aliases()) alias(old, record);
            }
            aliased.getOrDefault(record, Set.of()).forEach(old -> alias(old, record));
        }
    }

    private void alias(String old, Class<?> record) {
        JsonNames.requireFree(old, record, records.put(old, record));
        if (!old.equals(name(record))) {
            aliases.put(old, name(record));
        }
    }

    private static void requireKnown(Set<Class<?>> all, Set<Class<?>> mentioned) {
        for (Class<?> record : mentioned) {
            if (!all.contains(record)) {
                throw new IllegalArgumentException(
                        "not one of the records of the codec: class=" + record.getName());
            }
        }
    }

    /** Refuses an old name: it has no versions of its own. */
    void requireNoAlias(String name) {
        if (aliases.containsKey(name)) {
            throw new IllegalArgumentException(
                    "upcasters belong to the current name: alias=%s name=%s"
                            .formatted(name, current(name)));
        }
    }

    /** The current name for an old one; any other is returned as it is. */
    String current(String name) {
        return aliases.getOrDefault(name, name);
    }

    /** Whether a record is written under {@code name}. */
    boolean isCurrent(String name) {
        return names.containsValue(name);
    }

    /** The current name of a record. */
    String name(Class<?> record) {
        return Objects.requireNonNull(names.get(record));
    }
}
