package dev.chronicle.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.Position;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommitSignalTest {

    @Test
    void a_commit_before_the_waking_thread_ran_wakes_who_waits() throws Exception {
        AtomicBoolean busy = new AtomicBoolean(true);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread.startVirtualThread(() -> spin(busy));
        }
        try (CommitSignal signal = new CommitSignal(Position.START)) {
            var wait = new FutureTask<>(() -> waitsForTheFirst(signal));
            awaitBlocked(Thread.ofPlatform().daemon().start(wait));
            signal.committed(new Position(1));
            busy.set(false);

            assertThat(wait.get(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            busy.set(false);
        }
    }

    @Test
    void a_head_that_lies_behind_is_not_waited_for() throws InterruptedException {
        try (CommitSignal signal = new CommitSignal(new Position(5))) {
            assertThat(signal.awaitBeyond(4, 0, () -> false)).isTrue();
            assertThat(signal.awaitBeyond(5, 0, () -> false)).isFalse();
        }
    }

    @Test
    void closing_ends_every_wait() throws Exception {
        CommitSignal signal = new CommitSignal(Position.START);
        var wait = new FutureTask<>(() -> waitsForTheFirst(signal));
        awaitBlocked(Thread.ofPlatform().daemon().start(wait));
        signal.close();

        assertThat(wait.get(30, TimeUnit.SECONDS)).isFalse();
    }

    private static boolean waitsForTheFirst(CommitSignal signal) throws InterruptedException {
        return signal.awaitBeyond(0, Long.MAX_VALUE, () -> false);
    }

    private static void spin(AtomicBoolean busy) {
        while (busy.get()) {
            Thread.onSpinWait();
        }
    }

    private static void awaitBlocked(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
