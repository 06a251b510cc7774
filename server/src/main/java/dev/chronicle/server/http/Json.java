package dev.chronicle.server.http;

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
     * How long the name of a property may be, give or take what the parser reads at once. It keeps
     * thousands of names for ever, whoever sent them, so that together they must be small.
     */
    private static final int MAX_NAME_LENGTH = 1000;

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
                                    .maxNameLength(MAX_NAME_LENGTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .build())
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
                    .build();

    private Json() {}

    public static JsonParser parser(byte[] bytes, int length) {
        return FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length);
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
}
