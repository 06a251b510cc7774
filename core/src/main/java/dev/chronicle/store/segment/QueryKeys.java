package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Direction;

import java.util.ArrayList;
import java.util.List;

/**
 * A query as the index sees it: the hashes of its keys. What it finds are candidates, for hashes
 * may collide: the record decides. Immutable.
 *
 * @param everything whether the query is for every event, and the index of no use
 * @param items one per item of the query
 */
record QueryKeys(boolean everything, List<Item> items) {

    /**
     * @param allOf stream and tags
     * @param anyOf types
     */
    private record Item(long[] allOf, long[] anyOf) {}

    static QueryKeys of(Query query, KeyHash hash) {
        if (query.matchesAll()) {
            return new QueryKeys(true, List.of());
        }
        return new QueryKeys(
                false, query.items().stream().map(item -> keysOf(item, hash)).toList());
    }

    private static Item keysOf(Query.Item item, KeyHash hash) {
        List<Long> all = new ArrayList<>();
        item.stream().ifPresent(stream -> all.add(streamHash(hash, stream)));
        for (Tag tag : item.tags()) {
            CanonicalWriter form = new CanonicalWriter(64);
            form.tag(tag);
            all.add(hash.hash(KeyHash.Kind.TAG, form.array(), 0, form.size()));
        }
        List<Long> any = new ArrayList<>();
        for (String type : item.types()) {
            CanonicalWriter form = new CanonicalWriter(64);
            form.text(type);
            any.add(hash.hash(KeyHash.Kind.TYPE, form.array(), 0, form.size()));
        }
        return new Item(toArray(all), toArray(any));
    }

    static long streamHash(KeyHash hash, StreamId stream) {
        return streamHash(hash, streamBytes(stream));
    }

    static long streamHash(KeyHash hash, byte[] streamBytes) {
        return hash.hash(KeyHash.Kind.STREAM, streamBytes, 0, streamBytes.length);
    }

    /** A stream as it stands in an event's canonical form. */
    static byte[] streamBytes(StreamId stream) {
        CanonicalWriter form = new CanonicalWriter(64);
        form.stream(stream);
        return form.toByteArray();
    }

    private static long[] toArray(List<Long> hashes) {
        return hashes.stream().mapToLong(Long::longValue).toArray();
    }

    /** The candidates as the index stands now. */
    Positions positions(IndexView view, Direction direction) {
        if (everything) {
            return Positions.EVERY;
        }
        List<Positions> alternatives = new ArrayList<>(items.size());
        for (Item item : items) {
            List<Positions> parts = new ArrayList<>(KeyPositions.each(view, item.allOf, direction));
            if (item.anyOf.length > 0) {
                parts.add(
                        Positions.anyOf(KeyPositions.each(view, item.anyOf, direction), direction));
            }
            alternatives.add(Positions.allOf(parts));
        }
        return Positions.anyOf(alternatives, direction);
    }
}
