package dev.chronicle.cluster;

/**
 * Under which names the nodes of a system keep how far a projection is, such that no two
 * projections, nodes, partitions or systems ever have the same one.
 */
final class CheckpointNames {

    private CheckpointNames() {}

    /** Of a projection that every node runs for itself. */
    static String everywhere(String scope, Member node, String projection) {
        return "everywhere/%s/%s/%s".formatted(part(scope), node, part(projection));
    }

    /** Of one partition; how many there are is in it, for another number cuts otherwise. */
    static String partition(String scope, String projection, Partition partition) {
        return "once/%s/%s/%d-of-%d"
                .formatted(part(scope), part(projection), partition.number(), partition.of());
    }

    private static String part(String name) {
        return name.replace("%", "%25").replace("/", "%2F").replace("@", "%40");
    }
}
