package dev.chronicle.store.table;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.NewEvent;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DuplicateNotes;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An append with everything done that needs no knowledge of the log. Made by the caller's thread;
 * then the committing thread alone uses it.
 */
public final class OfferedAppend {

    private final Append append;
    private final int mostBytes;
    private final List<EncodedEvent> events;
    private final long size;
    private final CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();

    private OfferedAppend(Append append, int mostBytes) {
        this.append = append;
        this.mostBytes = mostBytes;
        events = encode(append.events());
        size = events.stream().mapToLong(EncodedEvent::size).sum();
    }

    /**
     * Encodes an append.
     *
     * @param mostBytes the most bytes its events may take in canonical form
     * @throws IllegalArgumentException if they take more
     */
    public static OfferedAppend of(Append append, int mostBytes) {
        return new OfferedAppend(append, mostBytes);
    }

    private List<EncodedEvent> encode(List<NewEvent> offered) {
        List<EncodedEvent> encoded = new ArrayList<>(offered.size());
        CanonicalWriter writer = new CanonicalWriter(Math.min(offered.size(), 1000) * 384);
        long bytes = 0;
        for (NewEvent event : offered) {
            requireFits(bytes + event.data().size());
            EncodedEvent next = EncodedEvent.of(event, writer);
            bytes += next.form().length;
            requireFits(bytes);
            encoded.add(next);
        }
        return encoded;
    }

    private void requireFits(long bytes) {
        if (bytes > mostBytes) {
            throw new IllegalArgumentException(
                    "an append may take at most %d bytes: bytes=%d or more"
                            .formatted(mostBytes, bytes));
        }
    }

    /** What was offered. */
    public Append append() {
        return append;
    }

    /** Its events. */
    public List<EncodedEvent> events() {
        return events;
    }

    /** Completed by the committing thread. */
    public CompletableFuture<List<AppendResult>> answer() {
        return answer;
    }

    /** About how much memory it takes, in bytes. */
    long size() {
        return size;
    }

    boolean notesDuplicates() {
        return append.notes() != DuplicateNotes.NONE;
    }

    /** The notes on these of its events; they may take as much as the events may. */
    List<EncodedEvent> notesOn(List<Integer> duplicates) {
        return encode(duplicates.stream().map(append.notes()::noteOn).toList());
    }
}
