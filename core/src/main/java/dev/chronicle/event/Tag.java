package dev.chronicle.event;

import java.util.Comparator;

/**
 * A label that events can be found by, written {@code key:value}: {@code actor:alice}, {@code
 * course:c1}.
 *
 * @param key not empty, without {@code :}
 * @param value any well-formed Unicode text
 */
public record Tag(String key, String value) implements Comparable<Tag> {

    private static final Comparator<Tag> ORDER =
            Comparator.comparing(Tag::key).thenComparing(Tag::value);

    public Tag {
        Text.requireWellFormed(key, "tag key");
        Text.requireWellFormed(value, "tag value");
        if (key.isEmpty() || key.indexOf(':') >= 0) {
            throw new IllegalArgumentException(
                    "tag key must not be empty or contain ':': key=" + key);
        }
    }

    /** Parses {@code key:value}; the first {@code :} separates them. */
    public static Tag parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("tag must be written key:value: tag=" + text);
        }
        return new Tag(text.substring(0, colon), text.substring(colon + 1));
    }

    /** By key, then value, in the order of UTF-16 code units: the order of the canonical form. */
    @Override
    public int compareTo(Tag other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return key + ":" + value;
    }
}
