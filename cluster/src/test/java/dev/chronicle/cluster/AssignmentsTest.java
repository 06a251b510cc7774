package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class AssignmentsTest {

    private static final Member A = new Member("a");
    private static final Member B = new Member("b");

    private final FakeCluster cluster = new FakeCluster("a", "b", "c");

    @AfterEach
    void close() {
        cluster.close();
    }

    private void take(String node, SharedWork work) {
        cluster.registry(node).register(work.registered(), "node");
    }

    @Test
    void a_projection_has_one_owner_for_each_partition_and_aggregates_have_all_their_nodes() {
        take("a", new SharedWork.OfProjection("totals", 12));
        take("b", new SharedWork.OfProjection("totals", 12));
        take("b", new SharedWork.OfProjection("mails", 1));
        take("b", new SharedWork.OfAggregates("Item"));
        take("a", new SharedWork.OfAggregates("Item"));
        take("a", new SharedWork.OfAggregates("Order"));
        cluster.registry("a").register("orders", "w");

        Assignments seen = Assignments.of(cluster.registry("a"));

        assertThat(seen.aggregates())
                .containsExactly(
                        new Assignments.OfAggregates("Item", List.of(A, B)),
                        new Assignments.OfAggregates("Order", List.of(A)));
        assertThat(seen.projections())
                .extracting(Assignments.OfProjection::name)
                .containsExactly("mails", "totals");
        assertThat(seen.projections().getFirst().owners()).containsExactly(B);
        assertThat(seen.projections().getLast().owners()).hasSize(12).containsOnly(A, B);
    }

    @Test
    void what_a_node_did_is_the_others_when_it_is_gone() {
        take("a", new SharedWork.OfProjection("mails", 1));
        take("b", new SharedWork.OfProjection("mails", 1));
        cluster.registry("b")
                .unregister(new SharedWork.OfProjection("mails", 1).registered(), "node");

        assertThat(Assignments.of(cluster.registry("a")).projections())
                .containsExactly(new Assignments.OfProjection("mails", List.of(A)));
    }

    @Test
    void work_is_found_again_by_what_it_is_registered_under() {
        List<SharedWork> all =
                List.of(
                        new SharedWork.OfProjection("a/b", 128),
                        new SharedWork.OfProjection("7/x", 1),
                        new SharedWork.OfAggregates("a/b"));
        assertThat(all)
                .allSatisfy(it -> assertThat(SharedWork.parse(it.registered())).contains(it));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "projection",
                "projection/",
                "projection/p",
                "projection/x/p",
                "projection/0/p",
                "projection/129/p",
                "projection/99999999999/p"
            })
    void a_store_is_no_shared_work(String store) {
        assertThat(SharedWork.parse(store)).isEmpty();
    }
}
