package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Position;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;

@Timeout(60)
class HeadTellerTest {

    private static final ThreadFactory THREADS = Thread.ofVirtual().factory();

    private final List<Position> told = new CopyOnWriteArrayList<>();

    @Test
    void commits_that_come_while_it_tells_are_told_together() {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (HeadTeller teller =
                new HeadTeller(
                        head -> {
                            told.add(head);
                            begun.countDown();
                            awaits(go);
                        },
                        THREADS)) {
            teller.committed(new Position(1));
            awaits(begun);
            for (long head = 2; head <= 10_000; head++) {
                teller.committed(new Position(head));
            }
            go.countDown();
            Eventually.eventually("the last is told", () -> told.size() > 1);
        }
        assertThat(told).containsExactly(new Position(1), new Position(10_000));
    }

    @Test
    void what_goes_wrong_while_it_tells_does_not_end_it() {
        try (HeadTeller teller =
                new HeadTeller(
                        head -> {
                            told.add(head);
                            throw new IllegalStateException("the network is away");
                        },
                        THREADS)) {
            teller.committed(new Position(1));
            Eventually.eventually("told", () -> told.size() == 1);
            teller.committed(new Position(2));
            Eventually.eventually("told again", () -> told.size() == 2);
        }
    }

    private static void awaits(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
