package dev.chronicle.cluster;

/** A node answered that it could not do what it was asked, for a reason that has no type here. */
public final class MemberFailedException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public MemberFailedException(Member member, String reason) {
        super("a node could not do what it was asked: node=%s reason=%s".formatted(member, reason));
    }
}
