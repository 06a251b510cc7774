package dev.chronicle.cluster;

/**
 * A node cannot be reached, or went away before it answered. Whether it has done what it was asked
 * is not known.
 */
public final class MemberUnreachableException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public MemberUnreachableException(Member member, String reason) {
        super("a node cannot be reached: node=%s reason=%s".formatted(member, reason));
    }
}
