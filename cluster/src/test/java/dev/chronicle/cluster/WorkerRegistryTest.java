package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class WorkerRegistryTest {

    private final FakeCluster cluster = new FakeCluster("a", "b", "c");

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> seenBy(String node) {
        return cluster.registry(node).workers("orders").stream()
                .map(it -> it.node() + "/" + it.id())
                .toList();
    }

    private void allSee(String... workers) {
        for (String node : List.of("a", "b", "c")) {
            eventually(
                    node + " sees " + List.of(workers),
                    () -> seenBy(node).equals(List.of(workers)));
        }
    }

    @Test
    void all_nodes_see_a_registered_worker() {
        assertThat(cluster.registry("a").register("orders", "1")).isTrue();
        assertThat(cluster.registry("b").register("orders", "1")).isTrue();

        allSee("a/1", "b/1");
        assertThat(cluster.registry("c").stores()).containsExactly("orders");
    }

    @Test
    void local_workers_are_those_of_the_node() {
        cluster.registry("a").register("orders", "1");
        cluster.registry("b").register("orders", "2");

        assertThat(cluster.registry("b").localWorkers("orders"))
                .extracting(Worker::id)
                .containsExactly("2");
        assertThat(cluster.registry("c").localWorkers("orders")).isEmpty();
    }

    @Test
    void registering_twice_is_one_registration() {
        assertThat(cluster.registry("a").register("orders", "1")).isTrue();
        assertThat(cluster.registry("a").register("orders", "1")).isFalse();

        allSee("a/1");
    }

    @Test
    void unregistering_says_whether_there_was_something() {
        cluster.registry("a").register("orders", "1");

        assertThat(cluster.registry("a").unregister("orders", "1")).isTrue();
        assertThat(cluster.registry("a").unregister("orders", "1")).isFalse();
        assertThat(cluster.registry("a").unregister("never", "1")).isFalse();
        allSee();
    }

    @Test
    void what_is_answered_is_true_also_where_the_leader_was_asked_twice() {
        cluster.consensus().repeat(true);

        assertThat(cluster.registry("a").register("orders", "1")).isTrue();
        assertThat(cluster.registry("a").register("orders", "1")).isFalse();
        assertThat(cluster.registry("a").unregister("orders", "1")).isTrue();
        assertThat(cluster.registry("a").unregister("orders", "1")).isFalse();
    }

    @Test
    void a_store_that_nobody_knows_has_no_workers() {
        assertThat(cluster.registry("a").workers("unknown")).isEmpty();
    }

    @Test
    void the_workers_of_a_node_that_dies_are_taken_out_everywhere() {
        cluster.registry("b").register("orders", "1");
        cluster.registry("c").register("orders", "1");
        cluster.kill("c");

        for (String left : List.of("a", "b")) {
            eventually("b is alone for " + left, () -> seenBy(left).equals(List.of("b/1")));
        }
    }

    @Test
    void the_workers_of_the_leader_go_with_it_too() {
        cluster.registry("a").register("orders", "1");
        cluster.registry("b").register("orders", "1");
        cluster.kill("a");

        eventually("b is alone", () -> seenBy("c").equals(List.of("b/1")));
    }

    @Test
    void without_a_majority_a_registration_is_refused_and_leaves_nothing_behind() {
        cluster.network().cut("c");

        assertThatThrownBy(() -> cluster.registry("c").register("orders", "1"))
                .isInstanceOf(NoMajorityException.class);
        assertThatThrownBy(() -> cluster.registry("c").unregister("orders", "1"))
                .isInstanceOf(NoMajorityException.class);
        cluster.network().heal();
        cluster.registry("a").register("orders", "1");
        allSee("a/1");
    }

    @Test
    void the_majority_goes_on_while_a_node_is_cut_off_and_all_agree_afterwards() {
        cluster.registry("c").register("orders", "1");
        cluster.network().cut("c");
        eventually("c's worker is out", () -> seenBy("a").isEmpty());
        cluster.registry("a").register("orders", "1");
        assertThat(seenBy("c")).containsExactly("c/1");

        cluster.network().heal();

        allSee("a/1", "c/1");
    }

    @Test
    void a_node_that_was_paused_registers_its_workers_again_by_itself() {
        cluster.registry("b").register("orders", "1");
        cluster.network().pause("b");
        eventually("b's worker is out", () -> seenBy("a").isEmpty());

        cluster.network().resume("b");

        allSee("b/1");
    }

    @Test
    void a_node_that_is_behind_a_snapshot_comes_to_the_same() {
        cluster.registry("c").register("orders", "1");
        cluster.network().cut("c");
        cluster.registry("a").register("orders", "1");
        eventually("c's worker is out", () -> seenBy("a").equals(List.of("a/1")));
        cluster.consensus().compact();

        cluster.network().heal();

        allSee("a/1", "c/1");
    }

    @Test
    void a_node_that_starts_again_does_not_keep_workers_from_before() {
        cluster.registry("b").register("orders", "old");
        cluster.network().pause("c");
        cluster.kill("b");
        cluster.start("b");
        cluster.network().resume("c");
        cluster.registry("b").register("orders", "new");

        allSee("b/new");
    }

    @Test
    void a_worker_unregistered_without_a_majority_is_out_once_there_is_one() {
        cluster.registry("b").register("orders", "1");
        cluster.network().cut("b");
        assertThatThrownBy(() -> cluster.registry("b").unregister("orders", "1"))
                .isInstanceOf(NoMajorityException.class);
        cluster.network().heal();

        allSee();
    }

    @Test
    void a_registration_whose_answer_was_lost_is_taken_out_again() {
        cluster.consensus().loseAnswers(true);
        assertThatThrownBy(() -> cluster.registry("b").register("orders", "1"))
                .isInstanceOf(NoMajorityException.class);
        cluster.consensus().loseAnswers(false);

        allSee();
        assertThat(cluster.registry("b").register("orders", "1")).isTrue();
    }

    @Test
    void scopes_see_nothing_of_each_other() {
        try (WorkerRegistry other = cluster.registry("a", "other")) {
            other.register("orders", "1");
            cluster.registry("a").register("orders", "2");

            assertThat(other.workers("orders")).extracting(Worker::id).containsExactly("1");
            assertThat(cluster.registry("b").workers("orders"))
                    .extracting(Worker::id)
                    .containsExactly("2");
        }
    }

    @Test
    void a_listener_hears_of_changes_until_it_is_detached() throws InterruptedException {
        CountDownLatch heard = new CountDownLatch(1);
        var attachment = cluster.registry("c").onChange(heard::countDown);
        cluster.registry("a").register("orders", "1");
        assertThat(heard.await(30, TimeUnit.SECONDS)).isTrue();
        attachment.close();

        CountDownLatch others = new CountDownLatch(1);
        cluster.registry("c").onChange(others::countDown);
        CountDownLatch detached = new CountDownLatch(1);
        cluster.registry("c").onChange(detached::countDown).close();
        cluster.registry("a").register("orders", "2");
        assertThat(others.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(detached.getCount()).isEqualTo(1);
    }

    @Test
    void a_closed_registry_refuses() {
        cluster.registry("a").close();

        assertThatThrownBy(() -> cluster.registry("a").register("orders", "1"))
                .isInstanceOf(ClusterClosedException.class);
    }
}
