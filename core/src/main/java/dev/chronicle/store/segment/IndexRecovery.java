package dev.chronicle.store.segment;

import dev.chronicle.store.DamagedLogException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;

/** Brings an index up to the log: adds what is not in its runs. */
final class IndexRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(IndexRecovery.class);
    private static final long EVENTS_BETWEEN_REPORTS = 1_000_000;

    private final Log log;
    private final Index index;

    IndexRecovery(Log log, Index index) {
        this.log = log;
        this.index = index;
    }

    /**
     * @throws DamagedLogException if the log is shorter than the index knows it to have been
     */
    void catchUp() throws IOException {
        long head = log.head();
        if (head < index.knownHead()) {
            throw new DamagedLogException(
                    "file=" + log.newest().file() + " offset=" + log.newest().end(),
                    "synced events are missing: head="
                            + head
                            + " but it has been at least "
                            + index.knownHead());
        }
        EventKeys keys = new EventKeys(index.hash());
        RecordBuffer record = new RecordBuffer();
        long first = index.view().lastInRuns() + 1;
        if (first <= head) {
            LOG.info("Adding {} events of the log to the index", head - first + 1);
        }
        for (long position = first; position <= head; position++) {
            makeRoom();
            log.load(position, record);
            keys.scan(record.bytes(), RecordBuffer.FORM_OFFSET);
            index.add(position, keys.hashes(), 0, keys.count());
            index.committed(position);
            if ((position - first + 1) % EVENTS_BETWEEN_REPORTS == 0) {
                LOG.info("Indexing the log: {} of {} events", position, head);
            }
        }
        index.committed(head);
    }

    private void makeRoom() throws IOException {
        try {
            index.makeRoom();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while indexing the log", e);
        }
        Optional<Throwable> failure = index.failure();
        if (failure.isPresent()) {
            // Without runs the index of a long log would fill the memory.
            throw new IOException("the index cannot be written: " + failure.get(), failure.get());
        }
    }
}
