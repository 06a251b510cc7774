package dev.chronicle.event;

import java.util.Map;
import java.util.SortedMap;

/** The steps of all types, by the version they start from, which is 1, 2, … without gaps. */
final class JsonUpcasters {

    private final Map<String, SortedMap<Integer, JsonUpcaster>> steps;
    private final JsonNameTable names;
    private final int count;

    /** Refuses gaps, and chains that lead nowhere. */
    JsonUpcasters(Map<String, SortedMap<Integer, JsonUpcaster>> steps, JsonNameTable names) {
        this.steps = steps;
        this.names = names;
        this.count = steps.values().stream().mapToInt(Map::size).sum();
        steps.forEach(this::requireWhole);
    }

    private void requireWhole(String type, SortedMap<Integer, JsonUpcaster> ofType) {
        int expected = 1;
        for (int version : ofType.keySet()) {
            if (version != expected) {
                throw new IllegalArgumentException(
                        "an upcaster is missing: type=%s version=%d".formatted(type, expected));
            }
            expected++;
        }
        boolean ends = ofType.lastEntry().getValue() instanceof JsonUpcaster.ToNextVersion;
        if (ends && !names.isCurrent(type)) {
            throw new IllegalArgumentException(
                    "the upcasters lead to a type that no record has: type=%s version=%d"
                            .formatted(type, expected));
        }
    }

    /** Whether events of {@code type} are made into others. */
    boolean know(String type) {
        return steps.containsKey(type);
    }

    /** The version after all upcasters of {@code type}. */
    int currentVersion(String type) {
        SortedMap<Integer, JsonUpcaster> ofType = steps.get(type);
        return ofType == null ? 1 : ofType.size() + 1;
    }

    /** Takes all steps that there are from {@code old} on, to the current version of a record. */
    JsonEvent apply(JsonEvent old) {
        JsonEvent event = old;
        for (int taken = 0; ; taken++) {
            SortedMap<Integer, JsonUpcaster> ofType = steps.get(event.type());
            JsonUpcaster step = ofType == null ? null : ofType.get(event.version());
            if (step == null) {
                return arrived(event);
            }
            if (taken == count) {
                throw new JsonFault("$", "the upcasters go in a circle: at " + at(event), null);
            }
            event = applied(step, event);
        }
    }

    private JsonEvent applied(JsonUpcaster step, JsonEvent event) {
        try {
            JsonEvent next = step.apply(event);
            return new JsonEvent(names.current(next.type()), next.version(), next.data());
        } catch (RuntimeException e) {
            throw new JsonFault("$", "the upcaster of %s failed: %s".formatted(at(event), e), e);
        }
    }

    private JsonEvent arrived(JsonEvent event) {
        int current = currentVersion(event.type());
        if (!names.isCurrent(event.type())) {
            throw new JsonFault("$", "upcast to a type that no record has: " + at(event), null);
        }
        if (event.version() != current) {
            throw new JsonFault(
                    "$",
                    "upcast to a version that there is not: %s, newest is %d"
                            .formatted(at(event), current),
                    null);
        }
        return event;
    }

    private static String at(JsonEvent event) {
        return event.type() + " version " + event.version();
    }
}
