package dev.chronicle.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What all nodes of a cluster know and nobody else: who knows it is let in. Never printed. Threads
 * share it.
 */
public final class ClusterSecret {

    /** The fewest bytes of a secret: {@value}. */
    public static final int MIN_BYTES = 16;

    private static final byte[] PURPOSE =
            "chronicle cluster 1: nodes vouch for their keys".getBytes(StandardCharsets.UTF_8);

    private final SecretKey vouching;

    private ClusterSecret(byte[] secret) {
        try {
            vouching =
                    KDF.getInstance("HKDF-SHA256")
                            .deriveKey(
                                    "HmacSHA256",
                                    HKDFParameterSpec.ofExtract()
                                            .addIKM(new SecretKeySpec(secret, "HKDF"))
                                            .thenExpand(PURPOSE, 32));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform from 25 on has HKDF", e);
        }
    }

    /**
     * The secret in this text, without white space around it.
     *
     * @throws IllegalArgumentException if it is shorter than {@link #MIN_BYTES}
     */
    public static ClusterSecret of(String text) {
        byte[] secret = text.strip().getBytes(StandardCharsets.UTF_8);
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the cluster's secret has at least %d bytes: bytes=%d"
                            .formatted(MIN_BYTES, secret.length));
        }
        try {
            return new ClusterSecret(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** What only who knows the secret can say of this: 32 bytes. */
    byte[] vouchFor(byte[] publicKey) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(vouching);
            return mac.doFinal(publicKey);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "ClusterSecret[…]";
    }
}
