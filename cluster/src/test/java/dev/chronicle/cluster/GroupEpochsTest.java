package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class GroupEpochsTest {

    private final RegistryState state = new RegistryState();

    private static WorkerKey worker(String node) {
        return new WorkerKey("scope", "store", new Member(node), "worker");
    }

    private void apply(RegistryCommand command) {
        assertThat(RegistryAnswer.parse(state.apply(command.toBytes())))
                .isNotEqualTo(RegistryAnswer.UNREADABLE);
    }

    private void register(String node) {
        apply(new RegistryCommand.Register(worker(node), Instant.EPOCH));
    }

    private void unregister(String node) {
        apply(new RegistryCommand.Unregister(worker(node)));
    }

    private long epoch() {
        return state.group("scope", "store").epoch();
    }

    @Test
    void an_epoch_grows_with_every_change_of_the_group_and_with_nothing_else() {
        register("a");
        long first = epoch();
        assertThat(first).isPositive();
        register("a");
        apply(
                new RegistryCommand.Register(
                        new WorkerKey("scope", "other", new Member("a"), "worker"), Instant.EPOCH));
        assertThat(epoch()).isEqualTo(first);
        register("b");
        long second = epoch();
        assertThat(second).isGreaterThan(first);
        apply(new RegistryCommand.RemoveNode(new Member("a")));
        assertThat(epoch()).isGreaterThan(second);
        assertThat(state.group("scope", "store").nodes()).containsExactly(new Member("b"));
    }

    @Test
    void a_group_without_anybody_has_none_and_never_gets_an_old_one_again() {
        register("a");
        long before = epoch();
        unregister("a");
        assertThat(epoch()).isZero();
        register("a");
        assertThat(epoch()).isGreaterThan(before);
    }

    @Test
    void it_can_be_raised_and_is_raised_once() {
        register("a");
        apply(new RegistryCommand.Raise("scope", "store", 1000));
        assertThat(epoch()).isEqualTo(1001);
        apply(new RegistryCommand.Raise("scope", "store", 1000));
        apply(new RegistryCommand.Raise("scope", "nobody", 5000));
        assertThat(epoch()).isEqualTo(1001);
        assertThat(state.group("scope", "nobody").epoch()).isZero();
    }

    @Test
    void it_never_comes_again_whatever_happens(RandomGenerator random) {
        RegistryState follower = new RegistryState();
        List<String> nodes = List.of("a", "b", "c");
        Set<Long> seen = new HashSet<>();
        Set<List<Member>> known = new HashSet<>();
        long last = 0;
        for (int i = 0; i < 2000; i++) {
            String node = nodes.get(random.nextInt(3));
            if (random.nextBoolean()) {
                register(node);
            } else {
                unregister(node);
            }
            if (random.nextInt(10) == 0) {
                follower.restore(state.snapshot());
                assertThat(follower.group("scope", "store"))
                        .isEqualTo(state.group("scope", "store"));
            }
            WorkerGroup group = state.group("scope", "store");
            known.add(group.nodes());
            if (group.epoch() != last && group.epoch() > 0) {
                assertThat(seen.add(group.epoch())).isTrue();
                last = group.epoch();
            }
        }
        assertThat(known).hasSize(8);
    }
}
