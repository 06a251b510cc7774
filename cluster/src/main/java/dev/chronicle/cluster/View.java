package dev.chronicle.cluster;

import java.util.List;

/**
 * Whom a node can reach, as far as it knows. Two sides of a partition have two views.
 *
 * @param number grows with every view that a node has
 * @param members sorted; the node itself is among them
 * @param majority whether more than half of the cluster's voters are among them
 */
public record View(long number, List<Member> members, boolean majority) {

    public View {
        members = members.stream().sorted().distinct().toList();
    }

    /** Whether the member can be reached. */
    public boolean has(Member member) {
        return members.contains(member);
    }
}
