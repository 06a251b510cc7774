package dev.chronicle.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of heap that large requests may use together. Threads share it. */
public final class MemoryBudget {

    private final long max;
    private final AtomicLong taken = new AtomicLong();

    public MemoryBudget(long max) {
        this.max = max;
    }

    /** Takes so many bytes, unless there are not as many left. */
    public boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= max) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /** Whether so many bytes are more than there can ever be. */
    boolean isBeyond(long bytes) {
        return bytes > max;
    }

    public void giveBack(long bytes) {
        if (bytes != 0) {
            taken.addAndGet(-bytes);
        }
    }
}
