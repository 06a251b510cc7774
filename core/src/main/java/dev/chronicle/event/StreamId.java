package dev.chronicle.event;

/**
 * The name of a stream, written {@code category/key}: {@code audit/main}, {@code topic/orders},
 * {@code BankAccount/account-123}.
 *
 * @param category what kind of stream it is; not empty, without {@code /}
 * @param key which one of its kind; any well-formed Unicode text, also empty or with {@code /}
 */
public record StreamId(String category, String key) {

    public StreamId {
        Text.requireWellFormed(category, "stream category");
        Text.requireWellFormed(key, "stream key");
        if (category.isEmpty() || category.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "stream category must not be empty or contain '/': category=" + category);
        }
    }

    /** Parses {@code category/key}; the first {@code /} separates them. */
    public static StreamId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(
                    "stream must be written category/key: stream=" + text);
        }
        return new StreamId(text.substring(0, slash), text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return category + "/" + key;
    }
}
