package dev.chronicle.server.http;

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
    private final long mostBytes;

    /**
     * @param mostBytes what goes into one append together: well below what a store takes at once
     */
    public GroupAppender(EventStore store, long mostBytes) {
        this.store = store;
        this.mostBytes = mostBytes;
    }

    /**
     * Stores messages. What the store says to an append is an answer for its requests; anything
     * else is a failure here. Nothing is under way any more when this returns or throws.
     *
     * @param appending makes the append of some of them
     * @param stored is told what became of it before they are answered
     */
    public void store(
            List<M> messages,
            Function<List<M>, Append> appending,
            BiConsumer<List<M>, List<AppendResult>> stored) {
        List<Part<M>> parts = new ArrayList<>(1);
        try {
            int from = 0;
            while (from < messages.size()) {
                int to = end(messages, from);
                parts.add(append(messages.subList(from, to), appending));
                from = to;
            }
            for (Part<M> part : parts) {
                await(part, appending, stored);
            }
        } finally {
            parts.forEach(Part::awaitEnd);
        }
    }

    private record Part<M>(List<M> messages, CompletableFuture<List<AppendResult>> appended) {

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

    private Part<M> append(List<M> messages, Function<List<M>, Append> appending) {
        Append append = appending.apply(messages);
        try {
            return new Part<>(messages, store.append(append));
        } catch (EventStoreException | IllegalArgumentException e) {
            return new Part<>(messages, CompletableFuture.failedFuture(e));
        }
    }

    private void await(
            Part<M> part,
            Function<List<M>, Append> appending,
            BiConsumer<List<M>, List<AppendResult>> stored) {
        List<AppendResult> results;
        try {
            results = part.appended().join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case EventStoreException refused -> fail(part, refused);
                case IllegalArgumentException tooLarge when part.messages().size() == 1 ->
                        fail(part, tooLarge);
                case IllegalArgumentException _ -> {
                    for (M message : part.messages()) {
                        await(append(List.of(message), appending), appending, stored);
                    }
                }
                case null, default -> throw new IllegalStateException("append failed", e);
            }
            return;
        }
        stored.accept(part.messages(), results);
        part.messages().forEach(message -> message.stored().complete(null));
    }

    private static <M extends PendingWrite> void fail(Part<M> part, RuntimeException answer) {
        part.messages().forEach(message -> message.stored().completeExceptionally(answer));
    }
}
