package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

class RendezvousTest {

    private static final int KEYS = 20_000;

    private static List<Member> members(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> new Member("node-" + i)).toList();
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(i -> "Account/" + i).toList();
    }

    private static Member owner(String key, List<Member> members) {
        return Rendezvous.winner(key, members).orElseThrow();
    }

    @Test
    void the_weights_are_those_that_every_version_has() {
        assertThat(Rendezvous.weight("Account/1", new Member("a"))).isEqualTo(9036020509189651105L);
        assertThat(Rendezvous.weight("Account/1", new Member("b"))).isEqualTo(8815644757024675809L);
        assertThat(Rendezvous.weight("ä/€", new Member("node-1"))).isEqualTo(1062649745440740080L);
        assertThat(Rendezvous.bucket("Account/1", 16)).isEqualTo(15);
        assertThat(Rendezvous.bucket("Account/2", 16)).isEqualTo(8);
    }

    @Test
    void it_does_not_matter_in_which_order_or_how_often_members_are_named() {
        List<Member> shuffled = new ArrayList<>(members(7));
        shuffled.addAll(members(7));
        Collections.shuffle(shuffled, new Random(7));
        for (String key : keys()) {
            assertThat(Rendezvous.ranked(key, shuffled))
                    .isEqualTo(Rendezvous.ranked(key, members(7)));
        }
    }

    @Test
    void nobody_has_anything_where_nobody_is() {
        assertThat(Rendezvous.winner("key", List.of())).isEmpty();
        assertThat(Rendezvous.ranked("key", List.of())).isEmpty();
    }

    @Test
    void a_new_member_takes_its_share_and_nothing_else_moves() {
        for (int count = 1; count <= 9; count++) {
            List<Member> before = members(count);
            List<Member> after = members(count + 1);
            int moved = 0;
            for (String key : keys()) {
                if (!owner(key, before).equals(owner(key, after))) {
                    moved++;
                    assertThat(owner(key, after)).isEqualTo(after.getLast());
                }
            }
            assertThat((double) moved / KEYS).isCloseTo(1.0 / (count + 1), within(0.02));
        }
    }

    @Test
    void what_a_member_had_goes_to_the_next_in_rank_when_it_leaves() {
        List<Member> all = members(5);
        for (String key : keys()) {
            List<Member> ranked = Rendezvous.ranked(key, all);
            List<Member> rest = new ArrayList<>(all);
            rest.remove(ranked.getFirst());
            assertThat(owner(key, all)).isEqualTo(ranked.getFirst());
            assertThat(owner(key, rest)).isEqualTo(ranked.get(1));
        }
    }

    @Test
    void all_have_about_the_same() {
        Map<Member, Integer> owned = new HashMap<>();
        keys().forEach(key -> owned.merge(owner(key, members(5)), 1, Integer::sum));
        assertThat(owned.values())
                .hasSize(5)
                .allSatisfy(it -> assertThat((double) it / KEYS).isCloseTo(0.2, within(0.02)));
    }

    @Test
    void buckets_are_filled_evenly() {
        int[] filled = new int[16];
        keys().forEach(key -> filled[Rendezvous.bucket(key, 16)]++);
        for (int it : filled) {
            assertThat((double) it / KEYS).isCloseTo(1.0 / 16, within(0.01));
        }
    }
}
