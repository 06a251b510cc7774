package dev.chronicle.testkit;

import static dev.chronicle.testkit.Sample.A;
import static dev.chronicle.testkit.Sample.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.Histogram;
import dev.chronicle.store.MeasuredStore;
import dev.chronicle.store.StoreStatistics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.ArrayList;
import java.util.List;

/** What a {@link MeasuredStore} counts, as tests. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class MeasuredStoreContract {

    /** For subclasses. */
    protected MeasuredStoreContract() {}

    /** Opens the store of this test, which is empty. */
    protected abstract MeasuredStore open();

    private static List<NewEvent> events(int from, int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            events.add(event(A, "id-" + i));
        }
        return events;
    }

    @Test
    void a_store_that_was_just_opened_has_done_nothing() {
        try (MeasuredStore store = open()) {
            StoreStatistics none = store.statistics();

            assertThat(none.events()).isZero();
            assertThat(none.duplicates()).isZero();
            assertThat(none.bytes()).isZero();
            assertThat(none.commits()).isZero();
            assertThat(none.commitNanos().sum()).isZero();
        }
    }

    @Test
    void each_group_is_counted_once_with_its_size_and_its_time() {
        try (MeasuredStore store = open()) {
            long begun = System.nanoTime();
            StoreUnderTest.await(store.append(events(0, 1)));
            StoreUnderTest.await(store.append(events(1, 10)));
            StoreUnderTest.await(store.append(events(11, 11)));
            long took = System.nanoTime() - begun;
            StoreStatistics statistics = store.statistics();

            assertThat(statistics.events()).isEqualTo(22);
            assertThat(statistics.bytes()).isGreaterThan(22 * 37);
            assertThat(statistics.commits()).isEqualTo(3);
            Histogram sizes = statistics.groupEvents();
            assertThat(sizes.sum()).isEqualTo(22);
            assertThat(inBucketUpTo(sizes, 1)).isEqualTo(1);
            assertThat(inBucketUpTo(sizes, 10)).isEqualTo(1);
            assertThat(inBucketUpTo(sizes, 20)).isEqualTo(1);
            assertThat(statistics.commitNanos().count()).isEqualTo(3);
            assertThat(statistics.commitNanos().sum()).isBetween(1L, took);
        }
    }

    private static long inBucketUpTo(Histogram histogram, long bound) {
        return histogram.counts().get(histogram.bounds().indexOf(bound));
    }

    @Test
    void duplicates_are_counted_and_are_no_group() {
        try (MeasuredStore store = open()) {
            StoreUnderTest.await(store.append(events(0, 3)));
            StoreUnderTest.await(store.append(events(0, 3)));
            StoreUnderTest.await(store.append(events(2, 2)));
            StoreStatistics statistics = store.statistics();

            assertThat(statistics.events()).isEqualTo(4);
            assertThat(statistics.duplicates()).isEqualTo(4);
            assertThat(statistics.commits()).isEqualTo(2);
        }
    }
}
