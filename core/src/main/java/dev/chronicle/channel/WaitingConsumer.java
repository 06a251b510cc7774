package dev.chronicle.channel;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/** A consumer's place in the line of those that wait. It is handed messages at most once. */
final class WaitingConsumer<T> {

    private final Thread thread;
    private volatile @Nullable List<Message<T>> messages;

    WaitingConsumer(Thread thread) {
        this.thread = thread;
    }

    void hand(List<Message<T>> messages) {
        this.messages = messages;
        LockSupport.unpark(thread);
    }

    List<Message<T>> handed() {
        return Objects.requireNonNull(messages);
    }

    List<Message<T>> await() throws InterruptedException {
        while (true) {
            List<Message<T>> handed = messages;
            if (handed != null) {
                return handed;
            }
            LockSupport.park(this);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
