package dev.chronicle.channel.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/** What Redis does in one step; each is a file of Lua beside this class. */
enum Script {
    SEND,
    TAKE,
    RECLAIM,
    RETAKE,
    TOUCH,
    DONE,
    BURY,
    REPLAY,
    IDS,
    MISSING,
    STATUS;

    private final byte[] text = read(name().toLowerCase(Locale.ROOT) + ".lua");
    private final byte[] sha = sha(text);

    byte[] text() {
        return text;
    }

    /** How Redis calls it when it was loaded. */
    byte[] sha() {
        return sha;
    }

    private static byte[] read(String file) {
        try (InputStream in = Script.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha(byte[] text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(text))
                    .getBytes(StandardCharsets.US_ASCII);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
