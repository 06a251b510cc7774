package dev.chronicle.pubsub;

/**
 * What a message is about, written as words with dots between them: {@code user.created}. A word
 * has any characters but dots, white space, controls, {@code *} and {@code >}.
 *
 * @param name 1 to {@value #MAX_LENGTH} characters
 */
public record Topic(String name) {

    /** The longest name. */
    public static final int MAX_LENGTH = 255;

    public Topic {
        requireWords(name, "topic");
    }

    static void requireWords(String name, String what) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "%s must have 1 to %d characters: length=%d"
                            .formatted(what, MAX_LENGTH, name.length()));
        }
        if (name.startsWith(".") || name.endsWith(".") || name.contains("..")) {
            throw new IllegalArgumentException(what + " has an empty word: " + name);
        }
        if (!name.codePoints().allMatch(Topic::isAllowed)) {
            throw new IllegalArgumentException(
                    what + " has a character that no word may have: " + name);
        }
    }

    private static boolean isAllowed(int c) {
        return c != '*'
                && c != '>'
                && !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.SURROGATE;
    }

    @Override
    public String toString() {
        return name;
    }
}
