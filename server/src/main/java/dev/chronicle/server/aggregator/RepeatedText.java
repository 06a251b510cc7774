package dev.chronicle.server.aggregator;

import org.jspecify.annotations.Nullable;

/**
 * Makes strings of characters, and the same string again where they repeat soon: the topics and
 * sources of a batch are few. Not for several threads at once.
 */
final class RepeatedText {

    /** A power of two. */
    private static final int SLOTS = 64;

    /** Longer text is unlikely to repeat, and dear to compare. */
    private static final int MAX_LENGTH = 128;

    private final @Nullable String[] slots = new String[SLOTS];

    String of(char[] text, int offset, int length) {
        if (length > MAX_LENGTH) {
            return new String(text, offset, length);
        }
        int hash = 0;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 6 ^ hash >>> 12) & SLOTS - 1;
        String known = slots[slot];
        if (known != null && isSame(known, text, offset, length)) {
            return known;
        }
        String made = new String(text, offset, length);
        slots[slot] = made;
        return made;
    }

    private static boolean isSame(String known, char[] text, int offset, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != text[offset + i]) {
                return false;
            }
        }
        return true;
    }
}
