package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Looks through a file of keyed records from old to new, skipping what is damaged: behind it, it
 * looks for the next whole record byte by byte. For one thread.
 */
final class RecordScan implements AutoCloseable {

    /** Takes what is found. */
    interface Visitor {

        void record(long offset, byte[] record) throws IOException;
    }

    private static final int WINDOW = 1 << 16;

    private final RandomAccessFile file;
    private final long salt;
    private final byte[] header = new byte[RecordFormat.RECORD_HEADER_SIZE];
    private final byte[] window = new byte[WINDOW];
    private long windowStart;
    private int windowLength;
    private long at;
    private long endOfLastRecord;
    private long skipped;

    RecordScan(Path path, long salt, long from) throws IOException {
        this.file = new RandomAccessFile(path.toFile(), "r");
        this.salt = salt;
        this.at = from;
        this.endOfLastRecord = from;
    }

    /** Visits the whole records between where it has come to and {@code limit}. */
    void visitUpTo(long limit, Visitor visitor) throws IOException {
        // What the window holds may have been read before the file grew, or was written over.
        windowLength = 0;
        while (at < limit) {
            int size = sizeOfRecord(limit);
            if (size == 0) {
                at++;
                continue;
            }
            byte[] record = new byte[size];
            read(at, record);
            if (!RecordFormat.isRecord(record, salt)) {
                at++;
                continue;
            }
            skipped += at - endOfLastRecord;
            visitor.record(at, record);
            at += size;
            endOfLastRecord = at;
        }
    }

    private int sizeOfRecord(long limit) throws IOException {
        if (limit - at < header.length) {
            return 0;
        }
        read(at, header);
        int size = RecordFormat.recordSize(header, salt);
        return size < header.length || size > limit - at ? 0 : size;
    }

    private void read(long offset, byte[] target) throws IOException {
        if (target.length > WINDOW) {
            file.seek(offset);
            file.readFully(target);
            return;
        }
        if (offset < windowStart || offset + target.length > windowStart + windowLength) {
            file.seek(offset);
            windowStart = offset;
            windowLength = 0;
            while (windowLength < target.length) {
                int count = file.read(window, windowLength, WINDOW - windowLength);
                if (count < 0) {
                    throw new IOException("the file ends early: offset=" + offset);
                }
                windowLength += count;
            }
        }
        System.arraycopy(window, (int) (offset - windowStart), target, 0, target.length);
    }

    /** Where the last whole record that was visited ends. */
    long endOfLastRecord() {
        return endOfLastRecord;
    }

    /** How many bytes in front of whole records were none. */
    long skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
