package dev.chronicle.pubsub;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What messages are signed and verified with. It never shows what it is. Immutable; threads may
 * share it.
 */
public final class Secret {

    /** The fewest bytes; 32 random ones are as good as it gets. */
    public static final int MIN_BYTES = 8;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Secret(byte[] bytes) {
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "a secret has at least %d bytes: length=%d".formatted(MIN_BYTES, bytes.length));
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /**
     * These bytes.
     *
     * @throws IllegalArgumentException if they are fewer than {@value #MIN_BYTES}
     */
    public static Secret of(byte[] bytes) {
        return new Secret(bytes);
    }

    /** The UTF-8 of this text. */
    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] mac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(bytes);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
