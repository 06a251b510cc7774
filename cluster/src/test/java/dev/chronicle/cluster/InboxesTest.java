package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

class InboxesTest {

    private static final Inboxes.Key A = new Inboxes.Key(new Member("a"), Service.CHANNELS);
    private static final Inboxes.Key B = new Inboxes.Key(new Member("b"), Service.CHANNELS);

    private final Inboxes inboxes = new Inboxes();
    private final CountDownLatch gate = new CountDownLatch(1);

    private void waitAtGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void what_one_sender_told_is_dealt_with_in_order() {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        List<Integer> told = IntStream.range(0, 5000).boxed().toList();
        told.forEach(it -> inboxes.put(A, 10, () -> done.add(it)));

        eventually("all are done", () -> done.size() == told.size());
        assertThat(done).containsExactlyElementsOf(told);
    }

    @Test
    void a_slow_sender_does_not_hold_up_another() throws InterruptedException {
        CountDownLatch other = new CountDownLatch(1);
        inboxes.put(A, 10, this::waitAtGate);
        inboxes.put(B, 10, other::countDown);

        other.await();
        gate.countDown();
    }

    @Test
    void what_does_not_fit_is_dropped_and_counted() {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        inboxes.put(A, 0, this::waitAtGate);
        int half = (int) (Inboxes.MAX_BYTES / 2) - 1000;
        for (int i = 0; i < 4; i++) {
            int number = i;
            inboxes.put(A, half, () -> done.add(number));
        }
        gate.countDown();

        eventually("what fits is done", () -> done.size() == 2);
        assertThat(inboxes.dropped()).isEqualTo(2);
    }
}
