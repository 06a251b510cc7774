package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Against the authors' published values and against SipHash as their paper writes it down. */
class KeyHashTest {

    /** The bytes 0, 1, 2, … with which the published values are made. */
    private static final byte[] INPUT = new byte[64];

    static {
        for (int i = 0; i < INPUT.length; i++) {
            INPUT[i] = (byte) i;
        }
    }

    private static final long K0 = ByteBuffer.wrap(INPUT).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    private static final long K1 = ByteBuffer.wrap(INPUT).order(ByteOrder.LITTLE_ENDIAN).getLong(8);

    /** SipHash-c-d, word by word and round by round. */
    private static long sipHash(int c, int d, long k0, long k1, byte[] message) {
        long[] v = {
            k0 ^ 0x736f6d6570736575L,
            k1 ^ 0x646f72616e646f6dL,
            k0 ^ 0x6c7967656e657261L,
            k1 ^ 0x7465646279746573L
        };
        byte[] padded = Arrays.copyOf(message, message.length / 8 * 8 + 8);
        padded[padded.length - 1] = (byte) message.length;
        ByteBuffer words = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            long word = words.getLong();
            v[3] ^= word;
            rounds(v, c);
            v[0] ^= word;
        }
        v[2] ^= 0xff;
        rounds(v, d);
        return v[0] ^ v[1] ^ v[2] ^ v[3];
    }

    private static void rounds(long[] v, int count) {
        for (int i = 0; i < count; i++) {
            v[0] += v[1];
            v[1] = Long.rotateLeft(v[1], 13);
            v[1] ^= v[0];
            v[0] = Long.rotateLeft(v[0], 32);
            v[2] += v[3];
            v[3] = Long.rotateLeft(v[3], 16);
            v[3] ^= v[2];
            v[0] += v[3];
            v[3] = Long.rotateLeft(v[3], 21);
            v[3] ^= v[0];
            v[2] += v[1];
            v[1] = Long.rotateLeft(v[1], 17);
            v[1] ^= v[2];
            v[2] = Long.rotateLeft(v[2], 32);
        }
    }

    private static long hash(long k0, long k1, byte[] bytes, int offset, int length) {
        return new KeyHash(k0, k1).hash(KeyHash.Kind.ID, bytes, offset, length);
    }

    @Test
    void the_reference_has_the_values_of_the_paper() {
        assertThat(sipHash(2, 4, K0, K1, Arrays.copyOf(INPUT, 15))).isEqualTo(0xa129ca6149be45e5L);
        assertThat(sipHash(2, 4, K0, K1, new byte[0])).isEqualTo(0x726fdb47dd0e0e31L);
    }

    @Test
    void it_has_the_published_values_of_siphash_1_3() {
        assertThat(hash(0, 0, INPUT, 0, 0)).isEqualTo(0xd1fba762150c532cL);
        assertThat(hash(0, 0, INPUT, 0, 1)).isEqualTo(0x68a914128e01e473L);
    }

    @Test
    void it_is_siphash_1_3_for_every_length_and_offset() {
        for (int offset = 0; offset < 9; offset++) {
            for (int length = 0; offset + length <= INPUT.length; length++) {
                byte[] message = Arrays.copyOfRange(INPUT, offset, offset + length);
                assertThat(hash(K0, K1, INPUT, offset, length))
                        .isEqualTo(sipHash(1, 3, K0, K1, message));
            }
        }
    }

    @Test
    void the_kind_is_mixed_into_the_second_word_of_the_key() {
        Set<Long> hashes = new HashSet<>();
        for (KeyHash.Kind kind : KeyHash.Kind.values()) {
            hashes.add(new KeyHash(K0, K1).hash(kind, INPUT, 0, 20));
        }
        assertThat(hashes).hasSameSizeAs(KeyHash.Kind.values());
    }

    @Test
    void it_is_stored_as_16_bytes() {
        KeyHash hash = new KeyHash(K0, K1);
        assertThat(hash.toBytes()).hasSize(16);
        assertThat(KeyHash.fromBytes(hash.toBytes())).isEqualTo(hash);
    }
}
