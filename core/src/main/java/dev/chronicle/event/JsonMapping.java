package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One class and its JSON. Threads may share it. What fails is a {@link JsonFault}.
 *
 * @param <T> the class
 */
final class JsonMapping<T> {

    private final ObjectReader reader;
    private final ObjectWriter writer;

    /** Refuses a class that could not be written and read again. */
    JsonMapping(JsonMapper mapper, Class<? extends T> type) {
        JsonShapes.check(type);
        reader = mapper.readerFor(type);
        writer = mapper.writerFor(type);
    }

    EventData write(T value) {
        try {
            return EventData.owning(EventData.JSON, writer.writeValueAsBytes(value));
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    T read(EventData data) {
        requireJson(data);
        try {
            return notNull(reader.readValue(data.array()));
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    T read(ObjectNode tree) {
        try {
            return notNull(reader.readValue(tree));
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    /** The JSON object that {@code data} is. */
    static ObjectNode tree(JsonMapper mapper, EventData data) {
        requireJson(data);
        try {
            JsonNode tree = mapper.readTree(data.array());
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new JsonFault("$", "not a JSON object: " + tree.getNodeType(), null);
        } catch (JacksonException e) {
            throw JsonFault.of(e);
        }
    }

    private static void requireJson(EventData data) {
        if (!data.contentType().equals(EventData.JSON)) {
            throw new JsonFault(
                    "$",
                    "content type is not %s: %s".formatted(EventData.JSON, data.contentType()),
                    null);
        }
    }

    private static <T> T notNull(@Nullable T value) {
        if (value == null) {
            throw new JsonFault("$", "null", null);
        }
        return value;
    }
}
