package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Position;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.memory.MemoryCheckpointStore;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

class FencedCheckpointsTest {

    private static final Position TEN = new Position(10);
    private static final Position TWENTY = new Position(20);

    private final MemoryCheckpointStore shared = new MemoryCheckpointStore();

    private FencedCheckpoints owner(long epoch) {
        return FencedCheckpoints.takeOver(shared, "p", epoch);
    }

    @Test
    void the_first_owner_begins_at_the_start() {
        assertThat(owner(3).load("p")).isEqualTo(Position.START);
    }

    @Test
    void the_next_owner_goes_on_where_the_last_one_was_and_tidies_up() {
        owner(1).save("p", TEN);
        assertThat(owner(2).load("p")).isEqualTo(TEN);
        assertThat(shared.names()).containsExactly("p@2");
    }

    @Test
    void an_owner_that_starts_again_goes_on_under_the_same_epoch() {
        owner(1).save("p", TEN);
        assertThat(owner(1).load("p")).isEqualTo(TEN);
    }

    @Test
    void an_owner_whose_time_has_passed_saves_nothing_and_knows_it() {
        FencedCheckpoints paused = owner(1);
        paused.save("p", TEN);
        FencedCheckpoints next = owner(2);
        assertThatThrownBy(() -> paused.save("p", TWENTY))
                .isInstanceOf(PartitionTakenException.class)
                .hasMessageContaining("byEpoch=2");
        assertThat(next.load("p")).isEqualTo(TEN);
        assertThat(shared.names()).containsExactly("p@2");
    }

    @Test
    void it_is_not_told_that_it_has_done_nothing() {
        FencedCheckpoints paused = owner(1);
        paused.save("p", TEN);
        owner(2);
        assertThatThrownBy(() -> paused.load("p")).isInstanceOf(PartitionTakenException.class);
    }

    @Test
    void a_save_that_is_under_way_while_another_takes_over_does_not_count() {
        FencedCheckpoints paused =
                FencedCheckpoints.takeOver(
                        new CheckpointsWithBreak(shared, this::takenOverAndRebuilt), "p", 1);
        paused.save("p", TEN);

        // the rebuild of the later owner stands, although a higher position was written after it
        assertThat(owner(2).load("p")).isEqualTo(Position.START);
        assertThat(owner(3).load("p")).isEqualTo(Position.START);
        assertThat(shared.names()).containsExactly("p@3");
    }

    private void takenOverAndRebuilt() {
        owner(2).save("p", Position.START);
    }

    @Test
    void a_later_owner_is_not_overtaken() {
        owner(5);
        assertThatThrownBy(() -> owner(4)).isInstanceOf(PartitionTakenException.class);
    }

    @Test
    void other_projections_are_let_alone() {
        FencedCheckpoints other = FencedCheckpoints.takeOver(shared, "p/2", 9);
        other.save("p/2", TWENTY);
        assertThat(owner(1).load("p")).isEqualTo(Position.START);
        assertThat(other.load("p/2")).isEqualTo(TWENTY);
    }

    @Test
    void however_many_take_over_at_once_none_of_them_begins_before_what_was_done() {
        for (int round = 0; round < 200; round++) {
            String name = "race-" + round;
            FencedCheckpoints.takeOver(shared, name, 1).save(name, TEN);
            List<Callable<Position>> owners = new ArrayList<>();
            for (long epoch = 2; epoch <= 6; epoch++) {
                long own = epoch;
                owners.add(() -> takeOver(name, own));
            }
            assertThat(Threads.race(owners)).containsOnly(TEN);
            assertThat(FencedCheckpoints.takeOver(shared, name, 7).load(name)).isEqualTo(TEN);
        }
    }

    /** Where it begins; who is too late begins nowhere. */
    private Position takeOver(String name, long epoch) {
        try {
            return FencedCheckpoints.takeOver(shared, name, epoch).load(name);
        } catch (PartitionTakenException e) {
            return TEN;
        }
    }

    /** Something happens in front of the second save: the first is that of taking over. */
    private static final class CheckpointsWithBreak implements CheckpointStore {

        private final CheckpointStore store;
        private final Runnable meanwhile;
        private int saves;

        CheckpointsWithBreak(CheckpointStore store, Runnable meanwhile) {
            this.store = store;
            this.meanwhile = meanwhile;
        }

        @Override
        public void save(String name, Position position) {
            saves++;
            if (saves == 2) {
                meanwhile.run();
            }
            store.save(name, position);
        }

        @Override
        public Position load(String name) {
            return store.load(name);
        }

        @Override
        public void delete(String name) {
            store.delete(name);
        }

        @Override
        public List<String> names() {
            return store.names();
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
