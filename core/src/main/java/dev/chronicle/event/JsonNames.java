package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The records of a sealed interface and the names they have in JSON. */
final class JsonNames {

    private JsonNames() {}

    /** Whether this is a choice between records of the program's own. */
    static boolean isChoice(Class<?> type) {
        return type.isSealed() && !type.isEnum() && !type.getName().startsWith("java.");
    }

    /** All records of {@code type}, through nested sealed types, in the order of declaration. */
    static Set<Class<?>> records(Class<?> type) {
        Set<Class<?>> records = new LinkedHashSet<>();
        List<Class<?>> open = new ArrayList<>(List.of(type));
        while (!open.isEmpty()) {
            Class<?> next = open.removeFirst();
            if (next.isRecord()) {
                records.add(next);
            } else if (isChoice(next)) {
                open.addAll(0, List.of(next.getPermittedSubclasses()));
            } else {
                throw new IllegalArgumentException(
                        "neither a record nor a sealed interface of records: class="
                                + next.getName());
            }
        }
        return records;
    }

    /** The name by the record's annotation, or its simple name. */
    static String name(Class<?> record) {
        EventType annotation = record.getAnnotation(EventType.class);
        return annotation == null ? record.getSimpleName() : annotation.value();
    }

    /** The records of {@code choice} by their names, no two of which are the same. */
    static Map<String, Class<?>> named(Class<?> choice) {
        Map<String, Class<?>> named = new LinkedHashMap<>();
        for (Class<?> record : records(choice)) {
            String name = name(record);
            requireFree(name, record, named.put(name, record));
        }
        return named;
    }

    static void requireFree(String name, Class<?> record, @Nullable Class<?> other) {
        if (other != null && other != record) {
            throw new IllegalArgumentException(
                    "two records have the same name: name=%s classes=%s,%s"
                            .formatted(name, other.getName(), record.getName()));
        }
    }
}
