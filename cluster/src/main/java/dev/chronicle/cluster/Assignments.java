package dev.chronicle.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which node does what of the work that nodes share, as far as a node knows.
 *
 * @param projections sorted by their names
 * @param aggregates sorted by their categories
 */
public record Assignments(List<OfProjection> projections, List<OfAggregates> aggregates) {

    public Assignments {
        projections = List.copyOf(projections);
        aggregates = List.copyOf(aggregates);
    }

    /**
     * Who runs a projection.
     *
     * @param name of the projection
     * @param owners of its partitions, the first at 0
     */
    public record OfProjection(String name, List<Member> owners) {

        public OfProjection {
            owners = List.copyOf(owners);
        }
    }

    /**
     * Who carries out commands on aggregates; each aggregate belongs to one of the nodes.
     *
     * @param category of the aggregates
     * @param nodes sorted
     */
    public record OfAggregates(String category, List<Member> nodes) {

        public OfAggregates {
            nodes = List.copyOf(nodes);
        }
    }

    static Assignments of(WorkerRegistry registry) {
        List<OfProjection> projections = new ArrayList<>();
        List<OfAggregates> aggregates = new ArrayList<>();
        for (String registered : registry.stores()) {
            WorkerGroup group = registry.group(registered);
            SharedWork.parse(registered)
                    .ifPresent(
                            work -> {
                                switch (work) {
                                    case SharedWork.OfProjection(String name, int partitions) ->
                                            projections.add(
                                                    new OfProjection(
                                                            name,
                                                            Assignment.of(name, partitions, group)
                                                                    .owners()));
                                    case SharedWork.OfAggregates(String category) ->
                                            aggregates.add(
                                                    new OfAggregates(category, group.nodes()));
                                }
                            });
        }
        projections.sort(Comparator.comparing(OfProjection::name));
        return new Assignments(projections, aggregates);
    }
}
