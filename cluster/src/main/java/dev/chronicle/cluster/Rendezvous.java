package dev.chronicle.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says to which of several members something belongs, such that all who know the same members say
 * the same, and as little as possible moves when members come and go: each member has a weight for
 * each key, and the heaviest has it. See D. Thaler, C. Ravishankar, <i>A Name-Based Mapping Scheme
 * for Rendezvous</i>, 1996.
 *
 * <p>The weights never change: nodes of two versions must agree.
 */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Rendezvous() {}

    /** To whom the key belongs, first; then to whom it would without that one; and so on. */
    static List<Member> ranked(String key, Collection<Member> members) {
        return members.stream().distinct().sorted(heaviestFirst(key)).toList();
    }

    /** To whom the key belongs; to nobody if there is nobody. */
    static Optional<Member> winner(String key, Collection<Member> members) {
        return members.stream().min(heaviestFirst(key));
    }

    private static Comparator<Member> heaviestFirst(String key) {
        return Comparator.<Member>comparingLong(member -> -weight(key, member))
                .thenComparing(Comparator.naturalOrder());
    }

    /** FNV-1a over both, with the finalizer of MurmurHash3 for its weak high bits; at least 0. */
    static long weight(String key, Member member) {
        long hash = fnv(FNV_OFFSET, member.name());
        hash = (hash ^ 0xff) * FNV_PRIME; // no byte of UTF-8, so names and keys never run together
        return mixed(fnv(hash, key)) >>> 1;
    }

    /** A number for the text, from 0 and below {@code buckets}; always the same one. */
    static int bucket(String text, int buckets) {
        return (int) Long.remainderUnsigned(mixed(fnv(FNV_OFFSET, text)), buckets);
    }

    private static long fnv(long start, String text) {
        long hash = start;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long mixed(long hash) {
        long mixed = hash;
        mixed ^= mixed >>> 33;
        mixed *= 0xff51afd7ed558ccdL;
        mixed ^= mixed >>> 33;
        mixed *= 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
