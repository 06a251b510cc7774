package dev.chronicle.server.otel;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A trace in front of the bytes of a message that goes to another process: one byte says how long
 * it is, then the <a href="https://www.w3.org/TR/trace-context/">traceparent</a> of the sending
 * span; nothing where there is none.
 */
public final class TraceHeader {

    private static final String NAME = "traceparent";
    private static final TextMapGetter<String> GETTER = new TheOne();

    private TraceHeader() {}

    private record TheOne() implements TextMapGetter<String> {

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(NAME);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(NAME) ? carrier : null;
        }
    }

    /** The message with its trace in front. */
    public static byte[] put(Context trace, byte[] message) {
        StringBuilder header = new StringBuilder();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        trace,
                        header,
                        (carrier, key, value) -> {
                            if (carrier != null && key.equals(NAME)) {
                                carrier.append(value);
                            }
                        });
        byte[] text = header.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[1 + text.length + message.length];
        all[0] = (byte) text.length;
        System.arraycopy(text, 0, all, 1, text.length);
        System.arraycopy(message, 0, all, 1 + text.length, message.length);
        return all;
    }

    /**
     * The trace in front of a message; the root if there is none, or one that is none.
     *
     * @throws IndexOutOfBoundsException if the bytes end before the header does
     */
    public static Context read(byte[] bytes) {
        if (bytes[0] == 0) {
            return Context.root();
        }
        String header = new String(bytes, 1, bytes[0], StandardCharsets.US_ASCII);
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), header, GETTER);
    }

    /** Where the message begins. */
    public static int size(byte[] bytes) {
        return 1 + bytes[0];
    }
}
