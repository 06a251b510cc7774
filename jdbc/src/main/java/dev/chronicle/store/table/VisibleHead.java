package dev.chronicle.store.table;

import dev.chronicle.event.Position;
import dev.chronicle.store.CommitSignal;

/** The newest position that is known to be visible. It never goes back. Threads share it. */
public final class VisibleHead implements AutoCloseable {

    private final CommitSignal signal;

    public VisibleHead(long head) {
        signal = new CommitSignal(new Position(head));
    }

    /** Takes note that everything up to here is visible. */
    public synchronized void advance(long head) {
        if (head > signal.head().value()) {
            signal.committed(new Position(head));
        }
    }

    public Position position() {
        return signal.head();
    }

    /** For subscriptions. */
    public CommitSignal signal() {
        return signal;
    }

    @Override
    public void close() {
        signal.close();
    }
}
