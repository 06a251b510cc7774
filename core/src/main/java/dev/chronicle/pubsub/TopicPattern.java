package dev.chronicle.pubsub;

/**
 * Which topics are meant: {@code user.created} that one; {@code user.*} those with exactly one word
 * more than {@code user}; {@code user.>} those with one word more, or several. {@code *} and {@code
 * >} alone mean topics of one word, and all.
 *
 * @param kind how the prefix is meant
 * @param prefix the whole topic, or what stands before the last dot; empty for {@code *} and {@code
 *     >} alone
 */
public record TopicPattern(Kind kind, String prefix) {

    /** How the prefix of a pattern is meant. */
    public enum Kind {
        EXACT,
        ONE_WORD_MORE,
        MORE_WORDS
    }

    public TopicPattern {
        if (kind == Kind.EXACT || !prefix.isEmpty()) {
            Topic.requireWords(prefix, "topic");
        }
    }

    /**
     * Parses {@code topic}, {@code prefix.*}, {@code prefix.>}, {@code *} or {@code >}.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static TopicPattern parse(String text) {
        if (text.equals("*") || text.endsWith(".*")) {
            return new TopicPattern(Kind.ONE_WORD_MORE, withoutLast(text));
        }
        if (text.equals(">") || text.endsWith(".>")) {
            return new TopicPattern(Kind.MORE_WORDS, withoutLast(text));
        }
        return new TopicPattern(Kind.EXACT, text);
    }

    /** This topic and no other. */
    public static TopicPattern of(Topic topic) {
        return new TopicPattern(Kind.EXACT, topic.name());
    }

    private static String withoutLast(String text) {
        return text.length() == 1 ? "" : text.substring(0, text.length() - 2);
    }

    /** Whether the topic is meant. */
    public boolean matches(Topic topic) {
        String name = topic.name();
        return switch (kind) {
            case EXACT -> name.equals(prefix);
            case ONE_WORD_MORE -> beginsWithPrefix(name) && name.indexOf('.', behindPrefix()) < 0;
            case MORE_WORDS -> beginsWithPrefix(name);
        };
    }

    private boolean beginsWithPrefix(String name) {
        return prefix.isEmpty() || name.startsWith(prefix) && name.startsWith(".", prefix.length());
    }

    private int behindPrefix() {
        return prefix.isEmpty() ? 0 : prefix.length() + 1;
    }

    @Override
    public String toString() {
        String dotted = prefix.isEmpty() ? "" : prefix + ".";
        return switch (kind) {
            case EXACT -> prefix;
            case ONE_WORD_MORE -> dotted + "*";
            case MORE_WORDS -> dotted + ">";
        };
    }
}
