package dev.chronicle.cluster;

import java.util.ArrayList;
import java.util.List;

/**
 * Which node has which partition of a projection: each has exactly one owner while anybody works
 * for it. All who know the same group come to the same.
 *
 * @param epoch of the group
 * @param owners of the partitions 0, 1, …; none if nobody works for it
 */
record Assignment(long epoch, List<Member> owners) {

    static Assignment of(String projection, int partitions, WorkerGroup group) {
        List<Member> owners = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            Rendezvous.winner(projection + "/" + i, group.nodes()).ifPresent(owners::add);
        }
        return new Assignment(group.epoch(), List.copyOf(owners));
    }

    /** The partitions of a node. */
    List<Integer> of(Member node) {
        List<Integer> own = new ArrayList<>();
        for (int i = 0; i < owners.size(); i++) {
            if (owners.get(i).equals(node)) {
                own.add(i);
            }
        }
        return own;
    }
}
