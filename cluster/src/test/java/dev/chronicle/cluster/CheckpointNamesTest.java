package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class CheckpointNamesTest {

    @Test
    void no_two_have_the_same_name() {
        List<String> names = List.of("a", "b", "a/b", "a@1", "a%2Fb", "0-of-1", "once", "a/0-of-2");
        Set<String> all = new HashSet<>();
        int made = 0;
        for (String scope : names) {
            for (String projection : names) {
                all.add(CheckpointNames.everywhere(scope, new Member("a"), projection));
                all.add(CheckpointNames.everywhere(scope, new Member("b"), projection));
                all.add(CheckpointNames.partition(scope, projection, new Partition(0, 1, 1)));
                all.add(CheckpointNames.partition(scope, projection, new Partition(0, 2, 1)));
                all.add(CheckpointNames.partition(scope, projection, new Partition(1, 2, 1)));
                made += 5;
            }
        }
        assertThat(all).hasSize(made);
        assertThat(all).noneMatch(it -> it.contains("@"));
    }
}
