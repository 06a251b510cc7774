package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Events as JSON: a sealed interface of records, the simple name of a record being the event's
 * type. Threads may share it; make one and keep it.
 *
 * <p>A record is written with its components in their order, maps and sets in the order of their
 * keys and elements, so that equal events have equal bytes. It is read strictly: what is missing,
 * null, or of another kind is an error, except that a component that is {@code Optional} or
 * annotated with a {@code Nullable} may be missing or null; what is there besides is ignored. An
 * upcaster gives a new component its value in old events. A component whose type is a sealed
 * interface is written with the name of its record in {@code @type}.
 *
 * <p>The version of a type is 1 + the number of its upcasters. It stands in the event's metadata
 * under {@link #SCHEMA_KEY}, unless it is 1.
 *
 * <p>Needs Jackson 3 ({@code tools.jackson.core:jackson-databind}) on the class path. Records of a
 * named Java module must be open to it.
 *
 * @param <E> the sealed interface
 */
public final class JsonEventCodec<E> implements EventCodec<E> {

    /** The metadata key of a version above 1: {@code schema}. */
    public static final String SCHEMA_KEY = "schema";

    private final JsonMapper mapper;
    private final JsonNameTable names;
    private final JsonUpcasters upcasters;
    private final Map<Class<?>, JsonEventType<E>> byClass = new HashMap<>();
    private final Map<String, JsonEventType<E>> byName = new HashMap<>();

    private JsonEventCodec(Builder<E> builder) {
        Set<Class<?>> records = JsonNames.records(builder.events);
        mapper = JsonMappers.create();
        names = new JsonNameTable(records, builder.renamed, builder.aliases);
        upcasters = new JsonUpcasters(builder.upcasters(names), names);
        for (Class<?> record : records) {
            String name = names.name(record);
            var mapping = new JsonMapping<E>(mapper, record.asSubclass(builder.events));
            var type = new JsonEventType<>(name, upcasters.currentVersion(name), mapping);
            byClass.put(record, type);
            byName.put(name, type);
        }
    }

    /**
     * The codec of a sealed interface whose records have their own names and no history.
     *
     * @throws IllegalArgumentException if two records have the same name, or a record could not be
     *     read again
     * @throws IllegalStateException if Jackson 3 is not on the class path
     */
    public static <E> JsonEventCodec<E> of(Class<E> events) {
        return builder(events).build();
    }

    /**
     * Starts a codec whose events have a history.
     *
     * @throws IllegalStateException if Jackson 3 is not on the class path
     */
    public static <E> Builder<E> builder(Class<E> events) {
        JsonLibrary.require("JsonEventCodec");
        return new Builder<>(events);
    }

    @Override
    public Encoded encode(E event) {
        JsonEventType<E> type = byClass.get(event.getClass());
        if (type == null) {
            throw new UnencodableException(
                    event.getClass(), "$", "not one of the records of this codec", null);
        }
        try {
            return type.encode(event);
        } catch (JsonFault e) {
            throw new UnencodableException(event.getClass(), e.path(), e.reason(), e.getCause());
        }
    }

    @Override
    public E decode(Event stored) {
        String name = names.current(stored.type());
        JsonEventType<E> type = byName.get(name);
        if (type == null && !upcasters.know(name)) {
            throw new UnknownEventTypeException(stored);
        }
        try {
            int version = version(stored, name);
            return type != null && type.version() == version
                    ? type.mapping().read(stored.data())
                    : upcast(new JsonEvent(name, version, tree(stored)));
        } catch (JsonFault e) {
            throw new UndecodableEventException(stored, e.path(), e.reason(), e.getCause());
        }
    }

    private ObjectNode tree(Event stored) {
        return JsonMapping.tree(mapper, stored.data());
    }

    private E upcast(JsonEvent old) {
        JsonEvent current = upcasters.apply(old);
        JsonEventType<E> type = Objects.requireNonNull(byName.get(current.type()));
        return type.mapping().read(current.data());
    }

    private int version(Event stored, String name) {
        int current = upcasters.currentVersion(name);
        String text = stored.metadata().get(SCHEMA_KEY);
        int version = text == null ? 1 : number(text);
        if (version > current) {
            throw new JsonFault(
                    "$",
                    "the schema is newer than this program knows: schema=%d known=%d"
                            .formatted(version, current),
                    null);
        }
        return version;
    }

    private static int number(String schema) {
        try {
            int version = Integer.parseInt(schema);
            if (version >= 1) {
                return version;
            }
        } catch (NumberFormatException e) {
            throw new JsonFault("$", "the schema is not a version: schema=" + schema, e);
        }
        throw new JsonFault("$", "the schema is not a version: schema=" + schema, null);
    }

    /**
     * Gathers the names and the history of a {@link JsonEventCodec}. Not for several threads at
     * once.
     *
     * @param <E> the sealed interface
     */
    public static final class Builder<E> {

        private final Class<E> events;
        private final Map<Class<?>, String> renamed = new HashMap<>();
        private final Map<Class<?>, Set<String>> aliases = new HashMap<>();
        private final Map<String, SortedMap<Integer, JsonUpcaster>> upcasters = new HashMap<>();

        private Builder(Class<E> events) {
            this.events = events;
        }

        /**
         * The name under which a record is stored; that of its {@link EventType}, or its simple
         * name, unless given.
         */
        public Builder<E> rename(Class<? extends E> record, String name) {
            renamed.put(record, name);
            return this;
        }

        /** More names under which a record was stored; none unless given. */
        public Builder<E> alias(Class<? extends E> record, String... oldNames) {
            aliases.computeIfAbsent(record, _ -> new TreeSet<>()).addAll(Set.of(oldNames));
            return this;
        }

        /**
         * How events of this type and version become those of the next version: {@code data ->
         * data.put("currency", "EUR")}.
         *
         * @param type the current name of a record (its upcasters see events of older names, too)
         * @param fromVersion from 1
         * @throws IllegalArgumentException if there is one from this version already
         */
        public Builder<E> upcast(
                String type, int fromVersion, UnaryOperator<ObjectNode> nextVersion) {
            return add(type, fromVersion, new JsonUpcaster.ToNextVersion(nextVersion));
        }

        /**
         * How events of this type and version become those of other types: {@code old ->
         * old.as("MoneyDeposited", 1)}. What follows are the upcasters of the type and version that
         * it returns.
         *
         * @param type a name that no record has any more, or the current name of a record
         * @param fromVersion from 1
         * @throws IllegalArgumentException if there is one from this version already
         */
        public Builder<E> retype(String type, int fromVersion, UnaryOperator<JsonEvent> retyped) {
            return add(type, fromVersion, new JsonUpcaster.ToOtherType(retyped));
        }

        private Builder<E> add(String type, int fromVersion, JsonUpcaster upcaster) {
            if (fromVersion < 1) {
                throw new IllegalArgumentException(
                        "versions start at 1: type=%s version=%d".formatted(type, fromVersion));
            }
            var ofType = upcasters.computeIfAbsent(type, _ -> new TreeMap<>());
            @Nullable JsonUpcaster other = ofType.putIfAbsent(fromVersion, upcaster);
            if (other != null) {
                throw new IllegalArgumentException(
                        "two upcasters from one version: type=%s version=%d"
                                .formatted(type, fromVersion));
            }
            return this;
        }

        /**
         * The codec.
         *
         * @throws IllegalArgumentException if two records have the same name, a record could not be
         *     read again, the upcasters of a type have a gap, or they lead to no record
         */
        public JsonEventCodec<E> build() {
            return new JsonEventCodec<>(this);
        }

        private Map<String, SortedMap<Integer, JsonUpcaster>> upcasters(JsonNameTable names) {
            Map<String, SortedMap<Integer, JsonUpcaster>> copy = new HashMap<>();
            upcasters.forEach(
                    (type, ofType) -> {
                        names.requireNoAlias(type);
                        copy.put(type, new TreeMap<>(ofType));
                    });
            return copy;
        }
    }
}
