package dev.chronicle.sourcing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.sourcing.AggregateCache.Cell;

import org.junit.jupiter.api.Test;

class AggregateCacheTest {

    private static void use(AggregateCache<String> cache, String id) {
        Cell<String> cell = cache.acquire(id);
        cell.know(new Aggregate<>(id, "state of " + id, 1));
        cache.release(cell);
    }

    private static boolean knows(AggregateCache<String> cache, String id) {
        Cell<String> cell = cache.acquire(id);
        try {
            return cell.known().isPresent();
        } finally {
            cache.release(cell);
        }
    }

    @Test
    void of_what_is_not_in_use_the_one_used_longest_ago_is_dropped() {
        AggregateCache<String> cache = new AggregateCache<>(2);
        use(cache, "a");
        use(cache, "b");
        use(cache, "a");
        use(cache, "c");

        assertThat(knows(cache, "a")).isTrue();
        assertThat(knows(cache, "c")).isTrue();
        assertThat(knows(cache, "b")).isFalse();
    }

    @Test
    void what_is_in_use_is_never_dropped_and_shared_by_its_users() {
        AggregateCache<String> cache = new AggregateCache<>(0);
        Cell<String> first = cache.acquire("a");
        for (int i = 0; i < 10; i++) {
            use(cache, "other-" + i);
        }

        Cell<String> second = cache.acquire("a");
        assertThat(second).isSameAs(first);
        cache.release(first);
        assertThat(cache.acquire("a")).isSameAs(first);
    }

    @Test
    void with_a_capacity_of_none_nothing_is_kept() {
        AggregateCache<String> cache = new AggregateCache<>(0);
        use(cache, "a");

        assertThat(knows(cache, "a")).isFalse();
    }
}
