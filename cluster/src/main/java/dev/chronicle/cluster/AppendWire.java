package dev.chronicle.cluster;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.Append;
import dev.chronicle.store.DuplicateNotes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An append as bytes. The notes on duplicates are a function, which does not travel: each is made
 * before it is known whether it will be needed.
 */
final class AppendWire {

    /**
     * An append, ready to be sent.
     *
     * @param noteFailures why a note could not be made, by its index
     */
    record Encoded(byte[] bytes, Map<Integer, RuntimeException> noteFailures) {

        /** The failure as the maker of the notes knows it. */
        RuntimeException original(RuntimeException failure) {
            return failure instanceof NoteFailedException note
                    ? noteFailures.getOrDefault(note.index(), failure)
                    : failure;
        }
    }

    private AppendWire() {}

    static Encoded encode(Append append) {
        WireWriter out = new WireWriter();
        StoreWire.condition(out, append.condition());
        out.u8(
                switch (append.reusedIds()) {
                    case REFUSE -> 0;
                    case DROP -> 1;
                });
        out.i32(append.events().size());
        append.events().forEach(it -> StoreWire.offered(out, it));
        Map<Integer, RuntimeException> noteFailures = notes(out, append);
        return new Encoded(out.toByteArray(), noteFailures);
    }

    private static Map<Integer, RuntimeException> notes(WireWriter out, Append append) {
        Map<Integer, RuntimeException> failures = new HashMap<>();
        if (append.notes() == DuplicateNotes.NONE) {
            out.u8(0);
            return failures;
        }
        out.u8(1);
        for (int i = 0; i < append.events().size(); i++) {
            try {
                NewEvent note = append.notes().noteOn(i);
                out.u8(1);
                StoreWire.offered(out, note);
            } catch (RuntimeException e) {
                failures.put(i, e);
                out.u8(0);
            }
        }
        return failures;
    }

    static Append decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        var condition = StoreWire.condition(in);
        int reused = in.u8();
        Append.ReusedIds reusedIds =
                switch (reused) {
                    case 0 -> Append.ReusedIds.REFUSE;
                    case 1 -> Append.ReusedIds.DROP;
                    default -> throw new MalformedMessageException("unknown choice=" + reused);
                };
        List<NewEvent> events = new ArrayList<>();
        int count = in.count();
        if (count < 1) {
            throw new MalformedMessageException("an append without events");
        }
        for (int i = 0; i < count; i++) {
            events.add(StoreWire.offered(in));
        }
        DuplicateNotes notes = in.u8() == 0 ? DuplicateNotes.NONE : notes(in, count);
        in.end();
        return new Append(events, condition, reusedIds, notes);
    }

    private static DuplicateNotes notes(WireReader in, int count) {
        List<Optional<NewEvent>> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notes.add(in.u8() == 1 ? Optional.of(StoreWire.offered(in)) : Optional.empty());
        }
        return index -> notes.get(index).orElseThrow(() -> new NoteFailedException(index));
    }
}
