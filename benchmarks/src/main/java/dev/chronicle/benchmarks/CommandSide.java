package dev.chronicle.benchmarks;

import java.sql.SQLException;

/** A way to execute commands on counters, each of which has events already. Threads share it. */
interface CommandSide extends AutoCloseable {

    /**
     * Has the counter of this number loaded from its events, a deposit decided, and its event
     * stored and synced, if nobody else has changed the counter meanwhile.
     */
    void deposit(int counter) throws InterruptedException;

    /** How many events there are, of all counters. */
    long events() throws SQLException;

    @Override
    void close();
}
