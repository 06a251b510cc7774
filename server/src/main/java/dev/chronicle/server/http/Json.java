package dev.chronicle.server.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/** The one way JSON is read and written here: streaming, with limits. */
public final class Json {

    /** How deep a document may be nested. */
    public static final int MAX_DEPTH = 500;

    /**
     * A factory keeps thousands of the names that it has read, for ever, so that clients must not
     * choose long ones for it: what is longer than this is read by one of its own.
     */
    private static final int MOST_BYTES_WITH_SHARED_NAMES = 2048;

    /**
     * What is long is bounded by the body; numbers of clients are kept as text, never computed
     * with. Clients choose the names of properties, so they are not interned for ever. Only UTF-8
     * is read. Buffers are shared between threads, since there is a thread per connection.
     */
    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
                    .build();

    private Json() {}

    public static JsonParser parser(byte[] bytes, int length) {
        JsonFactory factory = length <= MOST_BYTES_WITH_SHARED_NAMES ? FACTORY : FACTORY.copy();
        return factory.createParser(ObjectReadContext.empty(), bytes, 0, length);
    }

    public static JsonGenerator generator(OutputStream target) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), target);
    }

    /** The bytes that {@code content} writes. */
    public static byte[] bytes(Consumer<JsonGenerator> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = generator(bytes)) {
            content.accept(generator);
        }
        return bytes.toByteArray();
    }

    /** Whether the bytes are one JSON document in UTF-8, no deeper than {@link #MAX_DEPTH}. */
    public static boolean isValid(byte[] bytes, int length) {
        if (Utf8.firstInvalid(bytes, length) >= 0) {
            return false;
        }
        try (JsonParser json = parser(bytes, length)) {
            if (json.nextToken() == null) {
                return false;
            }
            json.skipChildren();
            return json.nextToken() == null;
        } catch (JacksonException e) {
            return false;
        }
    }

    /**
     * Turns the line ends of a valid document into spaces: one inside a string would not be JSON,
     * so each stands between tokens.
     */
    public static void putOnOneLine(byte[] json, int length) {
        for (int i = 0; i < length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' ';
            }
        }
    }
}
