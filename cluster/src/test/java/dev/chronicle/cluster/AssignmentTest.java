package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.StreamId;
import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

@ExtendWith(SeededRandomness.class)
class AssignmentTest {

    @Test
    void every_partition_has_exactly_one_owner_of_the_group(RandomGenerator random) {
        for (int round = 0; round < 500; round++) {
            List<Member> group =
                    IntStream.range(0, 10)
                            .filter(_ -> random.nextBoolean())
                            .mapToObj(i -> new Member("node-" + i))
                            .toList();
            int partitions = 1 + random.nextInt(40);
            Assignment assignment =
                    Assignment.of("p-" + round, partitions, new WorkerGroup(round, group));

            List<Integer> owned = new ArrayList<>();
            group.forEach(node -> owned.addAll(assignment.of(node)));
            List<Integer> all = IntStream.range(0, partitions).boxed().toList();
            assertThat(owned.stream().sorted().toList())
                    .isEqualTo(group.isEmpty() ? List.of() : all);
            assertThat(assignment.of(new Member("stranger"))).isEmpty();
            assertThat(assignment.epoch()).isEqualTo(round);
        }
    }

    @Test
    void every_stream_belongs_to_exactly_one_partition(RandomGenerator random) {
        for (int i = 0; i < 2000; i++) {
            int partitions = 1 + random.nextInt(20);
            StreamId stream = new StreamId("Account", Long.toString(random.nextLong()));
            long count =
                    IntStream.range(0, partitions)
                            .filter(number -> new Partition(number, partitions, 1).has(stream))
                            .count();
            assertThat(count).isOne();
        }
    }
}
