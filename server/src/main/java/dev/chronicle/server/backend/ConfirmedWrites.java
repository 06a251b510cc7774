package dev.chronicle.server.backend;

import dev.chronicle.channel.ChannelException;
import dev.chronicle.channel.ChannelUnreachableException;
import dev.chronicle.channel.redis.MessageFormat;
import dev.chronicle.server.http.PendingWrite;
import dev.chronicle.server.otel.TraceHeader;
import dev.chronicle.store.EventStoreException;
import dev.chronicle.store.StoreFailedException;

import io.opentelemetry.context.Scope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * Pending writes that go through Redis: the process that has stored one says so to the one whose
 * request waits. In front of the message stands its trace, if it has one. An outcome is a letter
 * and, but for what is stored, a reason.
 */
final class ConfirmedWrites<M extends PendingWrite> implements MessageFormat<M> {

    private static final char STORED = 'S';
    private static final char REFUSED = 'R';
    private static final char TOO_LARGE = 'L';
    private static final char FAILED = 'F';
    private static final int LONGEST_REASON = 500;

    private final WriteFormat<M> format;

    ConfirmedWrites(WriteFormat<M> format) {
        this.format = format;
    }

    @Override
    public byte[] encode(M message) {
        return TraceHeader.put(message.trace(), format.encode(message));
    }

    @Override
    public M decode(byte[] bytes) {
        byte[] message = Arrays.copyOfRange(bytes, TraceHeader.size(bytes), bytes.length);
        // whoever makes it captures the current trace
        try (Scope _ = TraceHeader.read(bytes).makeCurrent()) {
            return format.decode(message);
        }
    }

    @Override
    public byte[] outcome(M handled) {
        CompletableFuture<Void> stored = handled.stored();
        String outcome =
                switch (stored.state()) {
                    case SUCCESS -> String.valueOf(STORED);
                    case FAILED -> because(stored.exceptionNow());
                    case RUNNING, CANCELLED -> FAILED + "its consumer did not say";
                };
        return outcome.getBytes(StandardCharsets.UTF_8);
    }

    private static String because(Throwable failure) {
        String reason = String.valueOf(failure.getMessage());
        String brief = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
        return switch (failure) {
            case EventStoreException _, ChannelException _ -> REFUSED + brief;
            case IllegalArgumentException _ -> TOO_LARGE + brief;
            default -> FAILED + brief;
        };
    }

    @Override
    public void handled(M sent, byte[] outcome) {
        String text = new String(outcome, StandardCharsets.UTF_8);
        String reason = text.isEmpty() ? "" : text.substring(1);
        CompletableFuture<Void> stored = sent.stored();
        boolean unused =
                switch (text.isEmpty() ? FAILED : text.charAt(0)) {
                    case STORED -> stored.complete(null);
                    case REFUSED -> stored.completeExceptionally(new StoreFailedException(reason));
                    case TOO_LARGE ->
                            stored.completeExceptionally(new IllegalArgumentException(reason));
                    default -> stored.completeExceptionally(new IllegalStateException(reason));
                };
    }

    @Override
    public void lost(M sent, String reason) {
        boolean unused =
                sent.stored().completeExceptionally(new ChannelUnreachableException(reason));
    }
}
