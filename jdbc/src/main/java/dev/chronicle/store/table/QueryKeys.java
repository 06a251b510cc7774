package dev.chronicle.store.table;

import dev.chronicle.event.Query;
import dev.chronicle.event.Tag;

import java.util.ArrayList;
import java.util.List;

/**
 * What a query looks up: every event that matches is found by at least one of the branches. More
 * may be found, so whoever reads compares with the query itself.
 *
 * @param everything whether nothing needs to be looked up; then there are no branches
 * @param branches the alternatives
 */
public record QueryKeys(boolean everything, List<Branch> branches) {

    /** With more items than this, items of one kind are looked up together. */
    private static final int MOST_BRANCHES = 16;

    /** Tags that are intersected by the database; the others are compared. */
    private static final int MOST_TAGS = 3;

    /**
     * One alternative: in any of the streams AND of any of the types AND with all of the tags AND
     * with any of {@code anyTags}, all as {@link IndexText}. What is empty does not restrict; not
     * everything is.
     */
    public record Branch(
            List<String> streams, List<String> types, List<String> tags, List<String> anyTags) {}

    /** What this query looks up. */
    public static QueryKeys of(Query query) {
        if (query.matchesAll()) {
            return new QueryKeys(true, List.of());
        }
        return new QueryKeys(
                false,
                query.items().size() <= MOST_BRANCHES
                        ? query.items().stream().map(QueryKeys::branch).toList()
                        : together(query.items()));
    }

    private static Branch branch(Query.Item item) {
        return new Branch(
                item.stream().map(stream -> IndexText.of(stream.toString())).stream().toList(),
                item.types().stream().map(IndexText::of).toList(),
                item.tags().stream().sorted().limit(MOST_TAGS).map(QueryKeys::text).toList(),
                List.of());
    }

    private static List<Branch> together(List<Query.Item> items) {
        List<String> tags = new ArrayList<>();
        List<String> streams = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (Query.Item item : items) {
            if (!item.tags().isEmpty()) {
                item.tags().stream().min(Tag::compareTo).map(QueryKeys::text).ifPresent(tags::add);
            } else if (item.stream().isPresent()) {
                streams.add(IndexText.of(item.stream().get().toString()));
            } else {
                item.types().stream().map(IndexText::of).forEach(types::add);
            }
        }
        List<Branch> branches = new ArrayList<>();
        if (!tags.isEmpty()) {
            branches.add(new Branch(List.of(), List.of(), List.of(), tags));
        }
        if (!streams.isEmpty()) {
            branches.add(new Branch(streams, List.of(), List.of(), List.of()));
        }
        if (!types.isEmpty()) {
            branches.add(new Branch(List.of(), types, List.of(), List.of()));
        }
        return List.copyOf(branches);
    }

    private static String text(Tag tag) {
        return IndexText.of(tag.toString());
    }
}
