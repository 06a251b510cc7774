package dev.chronicle.cluster;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.Event;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What calls to stores are made of, as bytes; see {@code docs/design/cluster-wire.md}. An event
 * stands in its canonical form, one that is only offered at position and sequence 1.
 */
final class StoreWire {

    private StoreWire() {}

    static void event(WireWriter out, Event event) {
        out.bytes(CanonicalForm.of(event));
    }

    static Event event(WireReader in) {
        return refusing(
                () -> {
                    byte[] form = in.bytes();
                    return CanonicalForm.parse(form, 0, form.length);
                });
    }

    static void offered(WireWriter out, NewEvent event) {
        CanonicalWriter form = new CanonicalWriter();
        form.write(event);
        byte[] bytes = form.toByteArray();
        CanonicalWriter.fillPlace(bytes, 0, 1, 1, 0);
        out.bytes(bytes);
    }

    static NewEvent offered(WireReader in) {
        Event event = event(in);
        return new NewEvent(
                event.id(),
                event.stream(),
                event.type(),
                event.time(),
                event.tags(),
                event.data(),
                event.metadata());
    }

    static void stream(WireWriter out, StreamId stream) {
        out.text(stream.category()).text(stream.key());
    }

    static StreamId stream(WireReader in) {
        return refusing(() -> new StreamId(in.text(), in.text()));
    }

    static EventId id(WireReader in) {
        return refusing(() -> new EventId(in.text()));
    }

    static Position position(WireReader in) {
        return refusing(() -> new Position(in.i64()));
    }

    static void query(WireWriter out, Query query) {
        out.i32(query.items().size());
        for (Query.Item item : query.items()) {
            out.u8(item.stream().isPresent() ? 1 : 0);
            item.stream().ifPresent(it -> stream(out, it));
            out.i32(item.types().size());
            item.types().forEach(out::text);
            out.i32(item.tags().size());
            item.tags().forEach(it -> out.text(it.key()).text(it.value()));
        }
    }

    static Query query(WireReader in) {
        return refusing(
                () -> {
                    List<Query.Item> items = new ArrayList<>();
                    int count = in.count();
                    for (int i = 0; i < count; i++) {
                        items.add(item(in));
                    }
                    return new Query(items);
                });
    }

    private static Query.Item item(WireReader in) {
        Optional<StreamId> stream = in.u8() == 1 ? Optional.of(stream(in)) : Optional.empty();
        Set<String> types = new LinkedHashSet<>();
        int typeCount = in.count();
        for (int i = 0; i < typeCount; i++) {
            types.add(in.text());
        }
        Set<Tag> tags = new LinkedHashSet<>();
        int tagCount = in.count();
        for (int i = 0; i < tagCount; i++) {
            tags.add(new Tag(in.text(), in.text()));
        }
        return new Query.Item(stream, types, tags);
    }

    static void condition(WireWriter out, AppendCondition condition) {
        switch (condition) {
            case AppendCondition.None _ -> out.u8(0);
            case AppendCondition.SequenceIs(StreamId stream, long sequence) -> {
                out.u8(1).i64(sequence);
                stream(out, stream);
            }
            case AppendCondition.NoneMatching(Query query, Position after) -> {
                out.u8(2).i64(after.value());
                query(out, query);
            }
        }
    }

    static AppendCondition condition(WireReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 0 -> AppendCondition.none();
            case 1 -> {
                long sequence = in.i64();
                yield refusing(() -> AppendCondition.sequence(stream(in), sequence));
            }
            case 2 -> {
                Position after = position(in);
                yield AppendCondition.noneMatching(query(in), after);
            }
            default -> throw new MalformedMessageException("unknown condition=" + kind);
        };
    }

    static void results(WireWriter out, List<AppendResult> results) {
        out.i32(results.size());
        for (AppendResult result : results) {
            switch (result) {
                case AppendResult.Appended(Position position, long sequence) ->
                        out.u8(0).i64(position.value()).i64(sequence);
                case AppendResult.Duplicate(Position position) -> out.u8(1).i64(position.value());
            }
        }
    }

    static List<AppendResult> results(WireReader in) {
        List<AppendResult> results = new ArrayList<>();
        int count = in.count();
        for (int i = 0; i < count; i++) {
            int kind = in.u8();
            results.add(
                    switch (kind) {
                        case 0 -> new AppendResult.Appended(position(in), in.i64());
                        case 1 -> new AppendResult.Duplicate(position(in));
                        default -> throw new MalformedMessageException("unknown result=" + kind);
                    });
        }
        return List.copyOf(results);
    }

    /** What a record does not take was not written by this program. */
    private static <T> T refusing(Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }
}
