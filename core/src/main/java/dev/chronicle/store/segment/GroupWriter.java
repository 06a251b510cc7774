package dev.chronicle.store.segment;

import dev.chronicle.event.Position;
import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.CommitSignal;

import java.io.IOException;

/**
 * Makes groups durable: writes and syncs each, then makes it visible, then answers. One thread,
 * beside the {@link Sequencer} which prepares the next group meanwhile.
 */
final class GroupWriter {

    private final Log log;
    private final Index index;
    private final CommitSignal signal;
    private final CommitCounters statistics;

    GroupWriter(Log log, Index index, CommitSignal signal, CommitCounters statistics) {
        this.log = log;
        this.index = index;
        this.signal = signal;
        this.statistics = statistics;
    }

    /**
     * @throws IOException if the group cannot be written and synced; then none of it is answered,
     *     and nothing may be written any more
     */
    void write(Group group) throws IOException {
        if (group.records() > 0) {
            long started = System.nanoTime();
            int bytes = group.size();
            log.makeRoom(bytes);
            log.write(group.finish(log.newest().salt()), group.offsets(), group.records());
            statistics.committed(group.records(), bytes, System.nanoTime() - started);
            index.committed(group.head());
            signal.committed(new Position(group.head()));
        }
        group.answer();
    }
}
