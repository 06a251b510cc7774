package dev.chronicle.store.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text that a name (stream, id, type or tag) stands as in a column that is indexed: the name
 * itself, or {@code sha256:} and the hash of its UTF-8 in hexadecimal where an index or a text
 * column would not take it: if it is longer than {@link #LONGEST}, contains U+0000, or itself
 * begins with {@code sha256:}. So different names have different texts.
 */
public final class IndexText {

    /** The longest name that stands for itself, in UTF-16 code units. */
    public static final int LONGEST = 255;

    private static final String HASHED = "sha256:";

    private IndexText() {}

    /** The text that stands for {@code name}. */
    public static String of(String name) {
        return name.length() <= LONGEST && name.indexOf('\0') < 0 && !name.startsWith(HASHED)
                ? name
                : HASHED + hash(name);
    }

    private static String hash(String name) {
        try {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(utf8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
