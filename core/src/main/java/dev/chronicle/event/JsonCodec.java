package dev.chronicle.event;

/**
 * The JSON of one class, a record or a sealed interface of records, as it is written for states and
 * other data that is no event. Threads may share it.
 *
 * <p>The JSON is the same as that of {@link JsonEventCodec}, without names, versions and upcasters
 * of the whole: a sealed interface is written with the name of its record in {@code @type}. Needs
 * Jackson 3 ({@code tools.jackson.core:jackson-databind}) on the class path.
 *
 * @param <T> the class
 */
public final class JsonCodec<T> {

    private final Class<T> type;
    private final JsonMapping<T> mapping;

    private JsonCodec(Class<T> type) {
        this.type = type;
        this.mapping = new JsonMapping<>(JsonMappers.create(), type);
    }

    /**
     * The codec of {@code type}.
     *
     * @throws IllegalArgumentException if a value of it could not be read again
     * @throws IllegalStateException if Jackson 3 is not on the class path
     */
    public static <T> JsonCodec<T> of(Class<T> type) {
        JsonLibrary.require("JsonCodec");
        return new JsonCodec<>(type);
    }

    /**
     * The value as JSON.
     *
     * @throws UnencodableException if the value has no JSON that could be read again
     */
    public EventData encode(T value) {
        try {
            return mapping.write(value);
        } catch (JsonFault e) {
            throw new UnencodableException(value.getClass(), e.path(), e.reason(), e.getCause());
        }
    }

    /**
     * The value that was encoded as {@code data}.
     *
     * @throws UndecodableDataException if it is not JSON, or not of this class
     */
    public T decode(EventData data) {
        try {
            return mapping.read(data);
        } catch (JsonFault e) {
            throw new UndecodableDataException(type, e.path(), e.reason(), e.getCause());
        }
    }
}
