package dev.chronicle.server.http;

import dev.chronicle.channel.Delivery;
import dev.chronicle.server.otel.DeliverySpans;
import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Stores what competing consumers are handed in as few appends as its size allows, and answers the
 * requests that wait. Threads share it.
 */
public final class GroupAppender<M extends PendingWrite> {

    private final EventStore store;
    private final String queue;
    private final long mostBytes;
    private final Tracing tracing;

    /**
     * @param queue what the channel is called in traces
     * @param mostBytes what goes into one append together: well below what a store takes at once
     */
    public GroupAppender(EventStore store, String queue, long mostBytes, Tracing tracing) {
        this.store = store;
        this.queue = queue;
        this.mostBytes = mostBytes;
        this.tracing = tracing;
    }

    /**
     * Stores messages. What the store says to an append is an answer for its requests; anything
     * else is a failure here. Nothing is under way any more when this returns or throws.
     *
     * @param appending makes the append of some of them
     * @param stored is told what became of it before they are answered
     */
    public void store(
            Delivery<M> delivery,
            Function<List<M>, Append> appending,
            BiConsumer<List<M>, List<AppendResult>> stored) {
        try (DeliverySpans<M> spans = tracing.processing(queue, delivery)) {
            try {
                store(delivery.messages(), new Work<>(spans, appending, stored));
            } catch (Throwable e) {
                spans.failed(e);
                throw e;
            }
        }
    }

    /** What is done with the messages of a delivery. */
    private record Work<M extends PendingWrite>(
            DeliverySpans<M> spans,
            Function<List<M>, Append> appending,
            BiConsumer<List<M>, List<AppendResult>> stored) {}

    private void store(List<M> messages, Work<M> work) {
        List<Part<M>> parts = new ArrayList<>(1);
        try {
            int from = 0;
            while (from < messages.size()) {
                int to = end(messages, from);
                parts.add(append(messages.subList(from, to), work));
                from = to;
            }
            for (Part<M> part : parts) {
                await(part, work);
            }
        } finally {
            parts.forEach(Part::awaitEnd);
        }
    }

    private record Part<M>(
            List<M> messages,
            CompletableFuture<List<AppendResult>> appended,
            DeliverySpans.Appending span) {

        /** Until it is stored or never will be, and however impatient others are. */
        void awaitEnd() {
            appended.handle((_, _) -> "ended").join();
        }
    }

    private int end(List<M> messages, int from) {
        long bytes = messages.get(from).bytes();
        int to = from + 1;
        while (to < messages.size() && bytes + messages.get(to).bytes() <= mostBytes) {
            bytes += messages.get(to).bytes();
            to++;
        }
        return to;
    }

    private Part<M> append(List<M> messages, Work<M> work) {
        Append append = work.appending().apply(messages);
        DeliverySpans.Appending span = work.spans().append(messages, append);
        try {
            return new Part<>(messages, store.append(append), span);
        } catch (EventStoreException | IllegalArgumentException e) {
            return new Part<>(messages, CompletableFuture.failedFuture(e), span);
        }
    }

    private void await(Part<M> part, Work<M> work) {
        List<AppendResult> results;
        try {
            results = part.appended().join();
            part.span().ended(null);
        } catch (CompletionException e) {
            part.span().ended(e.getCause());
            switch (e.getCause()) {
                case EventStoreException refused -> fail(part, refused);
                case IllegalArgumentException tooLarge when part.messages().size() == 1 ->
                        fail(part, tooLarge);
                case IllegalArgumentException _ -> {
                    for (M message : part.messages()) {
                        await(append(List.of(message), work), work);
                    }
                }
                case null, default -> throw new IllegalStateException("append failed", e);
            }
            return;
        }
        work.stored().accept(part.messages(), results);
        part.messages().forEach(message -> message.stored().complete(null));
    }

    private static <M extends PendingWrite> void fail(Part<M> part, RuntimeException answer) {
        part.messages().forEach(message -> message.stored().completeExceptionally(answer));
    }
}
