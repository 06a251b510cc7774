package dev.chronicle.pubsub;

import java.util.Optional;

/**
 * The signature of a message as its sender has written it; what is missing or makes no sense is
 * found when it is verified.
 *
 * @param mac HMAC-SHA256 over the message, in hex
 * @param signedAt when it was signed, in Unix seconds
 * @param nonce what makes two messages that say the same differ; 1 to {@value #MAX_NONCE} visible
 *     ASCII characters
 */
public record Signature(Optional<String> mac, Optional<String> signedAt, Optional<String> nonce) {

    /** The longest nonce. */
    public static final int MAX_NONCE = 128;

    /** No signature. */
    public static final Signature NONE =
            new Signature(Optional.empty(), Optional.empty(), Optional.empty());

    /** A whole signature. */
    public static Signature of(String mac, long signedAt, String nonce) {
        return new Signature(
                Optional.of(mac), Optional.of(Long.toString(signedAt)), Optional.of(nonce));
    }

    /** Whether the sender meant to sign: there is a part of a signature. */
    public boolean isPresent() {
        return mac.isPresent() || signedAt.isPresent() || nonce.isPresent();
    }
}
