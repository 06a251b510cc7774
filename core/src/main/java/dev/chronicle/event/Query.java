package dev.chronicle.event;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are meant: those that match at least one of the items. This is the query of <a
 * href="https://dcb.events/specification/">dcb.events</a>, with the stream added.
 *
 * @param items at least one
 */
public record Query(List<Item> items) {

    /** The most items a query may have. */
    public static final int MAX_ITEMS = 1000;

    private static final Query ALL = new Query(List.of(Item.ANY));

    public Query {
        items = List.copyOf(items);
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(
                    "a query needs 1 to " + MAX_ITEMS + " items: items=" + items.size());
        }
    }

    /** Every event. */
    public static Query all() {
        return ALL;
    }

    /** The events of one stream. */
    public static Query stream(StreamId stream) {
        return new Query(List.of(Item.ANY.in(stream)));
    }

    /** The events that have all of these tags. */
    public static Query tags(Tag... tags) {
        return new Query(List.of(Item.ANY.tagged(tags)));
    }

    /** The events of any of these types. */
    public static Query types(String... types) {
        return new Query(List.of(Item.ANY.ofType(types)));
    }

    /** The events that match at least one of these items. */
    public static Query anyOf(Item... items) {
        return new Query(List.of(items));
    }

    /** Whether the event is meant. */
    public boolean matches(Event event) {
        for (Item item : items) {
            if (item.matches(event.stream(), event.type(), event.tags())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the event would be meant once it is stored. */
    public boolean matches(NewEvent event) {
        for (Item item : items) {
            if (item.matches(event.stream(), event.type(), event.tags())) {
                return true;
            }
        }
        return false;
    }

    /** Whether every event matches, so that nothing needs to be looked up. */
    public boolean matchesAll() {
        return items.contains(Item.ANY);
    }

    /**
     * One alternative of a query: events in this stream AND of any of these types AND with all of
     * these tags. What is left empty does not restrict.
     *
     * @param stream the stream, or any
     * @param types the types, or none for any
     * @param tags the tags, or none for any
     */
    public record Item(Optional<StreamId> stream, Set<String> types, Set<Tag> tags) {

        /** No restriction: the start for building one. */
        public static final Item ANY = new Item(Optional.empty(), Set.of(), Set.of());

        public Item {
            types = Set.copyOf(types);
            tags = Set.copyOf(tags);
            if (types.size() + tags.size() > MAX_ITEMS) {
                throw new IllegalArgumentException(
                        "a query item may name at most " + MAX_ITEMS + " types and tags");
            }
        }

        /** The same, within one stream. */
        public Item in(StreamId stream) {
            return new Item(Optional.of(stream), types, tags);
        }

        /** The same, of any of these types. */
        public Item ofType(String... types) {
            return new Item(stream, Set.copyOf(List.of(types)), tags);
        }

        /** The same, with all of these tags. */
        public Item tagged(Tag... tags) {
            return new Item(stream, types, Set.copyOf(List.of(tags)));
        }

        private boolean matches(StreamId inStream, String type, List<Tag> hasTags) {
            return (stream.isEmpty() || stream.get().equals(inStream))
                    && (types.isEmpty() || types.contains(type))
                    && (tags.isEmpty() || hasTags.containsAll(tags));
        }
    }
}
