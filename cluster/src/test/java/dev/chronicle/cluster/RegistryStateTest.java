package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.cluster.RegistryChange.Reason;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

@ExtendWith(SeededRandomness.class)
class RegistryStateTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Member A = new Member("a");
    private static final Member B = new Member("b");

    private final RegistryState state = new RegistryState();
    private final List<RegistryChange> changes = new ArrayList<>();

    RegistryStateTest() {
        state.onChanges(changes::addAll);
    }

    private static WorkerKey key(String store, Member node, String id) {
        return new WorkerKey("scope", store, node, id);
    }

    private static RegistryAnswer apply(RegistryState state, RegistryCommand command) {
        return RegistryAnswer.parse(state.apply(command.toBytes()));
    }

    private RegistryAnswer register(WorkerKey worker) {
        return apply(state, new RegistryCommand.Register(worker, AT));
    }

    @Test
    void a_registered_worker_is_found_with_its_time() {
        assertThat(register(key("orders", A, "w"))).isEqualTo(RegistryAnswer.CHANGED);

        assertThat(state.workers("scope", "orders"))
                .containsExactly(new Worker("orders", A, "w", AT));
        assertThat(changes)
                .containsExactly(new RegistryChange.Registered(key("orders", A, "w"), AT));
    }

    @Test
    void registering_twice_is_one_registration_and_keeps_the_first_time() {
        register(key("orders", A, "w"));
        var again = new RegistryCommand.Register(key("orders", A, "w"), AT.plusSeconds(1));

        assertThat(apply(state, again)).isEqualTo(RegistryAnswer.UNCHANGED);
        assertThat(state.workers("scope", "orders"))
                .containsExactly(new Worker("orders", A, "w", AT));
        assertThat(changes).hasSize(1);
    }

    @Test
    void unregistering_what_is_not_there_changes_nothing_and_says_so() {
        assertThat(apply(state, new RegistryCommand.Unregister(key("orders", A, "w"))))
                .isEqualTo(RegistryAnswer.UNCHANGED);
        assertThat(changes).isEmpty();
    }

    @Test
    void workers_are_sorted_by_node_and_id_and_are_of_that_store_alone() {
        register(key("orders", B, "1"));
        register(key("orders", A, "2"));
        register(key("orders", A, "1"));
        register(key("order", A, "x"));
        register(key("orders2", A, "x"));
        register(new WorkerKey("other", "orders", A, "x"));

        assertThat(state.workers("scope", "orders"))
                .extracting(it -> it.node() + it.id())
                .containsExactly("a1", "a2", "b1");
        assertThat(state.stores("scope")).containsExactly("order", "orders", "orders2");
        assertThat(state.stores("other")).containsExactly("orders");
    }

    @Test
    void the_workers_of_a_node_go_with_it_in_every_scope() {
        register(key("orders", A, "1"));
        register(key("orders", B, "1"));
        register(new WorkerKey("other", "stock", A, "1"));
        changes.clear();

        assertThat(apply(state, new RegistryCommand.RemoveNode(A)))
                .isEqualTo(RegistryAnswer.CHANGED);
        assertThat(state.nodes()).containsExactly(B);
        assertThat(changes)
                .containsExactlyInAnyOrder(
                        new RegistryChange.Unregistered(key("orders", A, "1"), Reason.NODE_GONE),
                        new RegistryChange.Unregistered(
                                new WorkerKey("other", "stock", A, "1"), Reason.NODE_GONE));
    }

    @Test
    void it_takes_no_more_than_its_limit_and_says_so() {
        for (int i = 0; i < RegistryState.MAX_WORKERS; i++) {
            assertThat(register(key("orders", A, "w" + i))).isEqualTo(RegistryAnswer.CHANGED);
        }
        assertThat(register(key("orders", A, "one more"))).isEqualTo(RegistryAnswer.FULL);
        assertThat(register(key("orders", A, "w0"))).isEqualTo(RegistryAnswer.UNCHANGED);
        assertThat(state.has(key("orders", A, "one more"))).isFalse();
    }

    @Test
    void a_command_that_cannot_be_read_is_answered_and_changes_nothing() {
        register(key("orders", A, "w"));
        byte[] good = new RegistryCommand.RemoveNode(A).toBytes();
        byte[] newer = good.clone();
        newer[0] = 2;
        byte[] unknown = good.clone();
        unknown[1] = 99;
        for (byte[] bad :
                List.of(
                        newer,
                        unknown,
                        new byte[0],
                        Arrays.copyOf(good, good.length - 1),
                        Arrays.copyOf(good, good.length + 1))) {
            assertThat(RegistryAnswer.parse(state.apply(bad))).isEqualTo(RegistryAnswer.UNREADABLE);
        }
        assertThat(state.workers("scope", "orders")).hasSize(1);
    }

    @Test
    void random_bytes_never_do_more_than_be_unreadable(RandomGenerator random) {
        byte[] good = new RegistryCommand.Register(key("orders", A, "w"), AT).toBytes();
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = Arrays.copyOf(good, random.nextInt(good.length + 3));
            for (int flips = random.nextInt(4); flips >= 0 && mutated.length > 0; flips--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            assertThat(RegistryAnswer.parse(state.apply(mutated))).isNotNull();
        }
    }

    @Test
    void a_snapshot_brings_another_state_to_the_same_and_tells_what_changed() {
        register(key("orders", A, "1"));
        register(key("orders", B, "1"));
        RegistryState behind = new RegistryState();
        apply(behind, new RegistryCommand.Register(key("orders", A, "1"), AT));
        apply(behind, new RegistryCommand.Register(key("gone", B, "2"), AT));
        List<RegistryChange> told = new ArrayList<>();
        behind.onChanges(told::addAll);

        behind.restore(state.snapshot());

        assertThat(behind.snapshot()).isEqualTo(state.snapshot());
        assertThat(told)
                .containsExactly(
                        new RegistryChange.Unregistered(key("gone", B, "2"), Reason.SNAPSHOT),
                        new RegistryChange.Registered(key("orders", B, "1"), AT));
    }

    @Test
    void the_same_commands_come_to_the_same_state_everywhere(RandomGenerator random) {
        RegistryState other = new RegistryState();
        for (int i = 0; i < 5_000; i++) {
            WorkerKey worker =
                    key(
                            "s" + random.nextInt(3),
                            random.nextBoolean() ? A : B,
                            "w" + random.nextInt(4));
            RegistryCommand command =
                    switch (random.nextInt(6)) {
                        case 0 -> new RegistryCommand.RemoveNode(worker.node());
                        case 1, 2 -> new RegistryCommand.Unregister(worker);
                        default -> new RegistryCommand.Register(worker, AT.plusMillis(i));
                    };
            assertThat(apply(other, command)).isEqualTo(apply(state, command));
            if (random.nextInt(100) == 0) {
                other = restored(state);
            }
        }
        assertThat(other.snapshot()).isEqualTo(state.snapshot());
    }

    private static RegistryState restored(RegistryState from) {
        RegistryState restored = new RegistryState();
        restored.restore(from.snapshot());
        return restored;
    }

    @Test
    void names_that_are_empty_too_long_or_unprintable_are_refused() {
        for (String bad : List.of("", "x".repeat(201), "a\nb", "\ud800")) {
            assertThatThrownBy(() -> key(bad, A, "w"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("store");
            assertThatThrownBy(() -> key("s", A, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("worker");
        }
        assertThatThrownBy(() -> new Member("a b")).isInstanceOf(IllegalArgumentException.class);
    }
}
