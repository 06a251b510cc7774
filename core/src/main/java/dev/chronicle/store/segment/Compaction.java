package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/**
 * Copies what is not garbage of a file that is still written to into a new one. Copying everything
 * in its order, deletions too, the new file says at the end what the old one does; what is garbage
 * already is left out. For one thread.
 */
final class Compaction implements AutoCloseable {

    private final KeyedRecords from;
    private final KeyedRecords to;
    private final RecordScan scan;
    private long copied;

    Compaction(KeyedRecords from, KeyedRecords to) throws IOException {
        this.from = from;
        this.to = to;
        this.scan = from.file().scan();
        this.copied = RecordFormat.FILE_HEADER_SIZE;
    }

    /** How much has been written to the old file that is not copied yet, in bytes. */
    long behind() {
        return from.end() - copied;
    }

    /**
     * Copies what the old file has now.
     *
     * @param cancelled looked at before each record
     * @throws InterruptedIOException once cancelled
     */
    void catchUp(BooleanSupplier cancelled) throws IOException {
        long end = from.end();
        scan.visitUpTo(
                end,
                (offset, record) -> {
                    if (cancelled.getAsBoolean()) {
                        throw new InterruptedIOException("cancelled");
                    }
                    if (RecordFormat.isDeletion(record) || from.isNewest(offset, record)) {
                        to.put(record);
                    }
                });
        copied = end;
    }

    @Override
    public void close() throws IOException {
        scan.close();
    }
}
