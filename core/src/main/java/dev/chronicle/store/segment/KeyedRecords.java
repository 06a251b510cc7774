package dev.chronicle.store.segment;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.ToLongFunction;

/**
 * The newest record of each key, on disk, and where it stands, in memory (the shape of <i>Bitcask,
 * a log-structured hash table for fast key/value data</i>, Sheehy and Smith, 2010). One thread at a
 * time writes, any read meanwhile.
 */
final class KeyedRecords implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyedRecords.class);

    private final RecordFile file;
    private final ToLongFunction<byte[]> hash;
    private final RecordIndex index = new RecordIndex();

    /**
     * Guards the index, and keeps the file open while it is read. The writer takes it just to
     * change the index, so that no reader waits for the disk to write.
     */
    private final ReadWriteLock access = new ReentrantReadWriteLock();

    private long live;
    private boolean closed;

    /** Where the newest record ends that the index knows; the file may have one more already. */
    private volatile long end = RecordFormat.FILE_HEADER_SIZE;

    /**
     * @param file whose records, if it has any, are to be {@link #recover recovered} first
     * @param hash of keys
     */
    KeyedRecords(RecordFile file, ToLongFunction<byte[]> hash) {
        this.file = file;
        this.hash = hash;
    }

    /** Reads the file through; returns the bytes that were no whole record. */
    long recover() throws IOException {
        return file.recover(
                (offset, record) -> {
                    byte[] key = RecordFormat.key(record);
                    point(slotOf(key), key, offset, record);
                });
    }

    /**
     * The newest record of the key.
     *
     * @return nothing if there is none, or it is damaged
     * @throws ClosedException if this is closed
     */
    Optional<byte[]> find(byte[] key) throws ClosedException {
        access.readLock().lock();
        try {
            if (closed) {
                throw new ClosedException();
            }
            long keyHash = hash.applyAsLong(key);
            for (int slot = index.first(keyHash); slot >= 0; slot = index.next(slot, keyHash)) {
                Optional<byte[]> record = read(slot);
                if (record.isPresent() && RecordFormat.hasKey(record.get(), key)) {
                    return record;
                }
            }
            return Optional.empty();
        } finally {
            access.readLock().unlock();
        }
    }

    /**
     * Writes a record, which takes the place of the one its key had. A deletion of a key that has
     * none is not written.
     */
    void put(byte[] record) throws IOException {
        byte[] key = RecordFormat.key(record);
        int slot = slotOf(key);
        if (slot < 0 && RecordFormat.isDeletion(record)) {
            return;
        }
        point(slot, key, file.append(record), record);
    }

    /**
     * The slot of the key, -1 if it has none. A record that is damaged does not say whose it is: if
     * none is sound, it is taken for the key's, so that a newer one takes its place.
     */
    private int slotOf(byte[] key) {
        long keyHash = hash.applyAsLong(key);
        int damaged = -1;
        for (int slot = index.first(keyHash); slot >= 0; slot = index.next(slot, keyHash)) {
            Optional<byte[]> record = read(slot);
            if (record.isEmpty()) {
                damaged = slot;
            } else if (RecordFormat.hasKey(record.get(), key)) {
                return slot;
            }
        }
        return damaged;
    }

    private Optional<byte[]> read(int slot) {
        long offset = index.offset(slot);
        try {
            Optional<byte[]> record = file.read(offset, index.size(slot));
            if (record.isEmpty()) {
                LOG.warn("A record is damaged: file={} offset={}", file, offset);
            }
            return record;
        } catch (IOException e) {
            LOG.warn("A record cannot be read: file={} offset={}", file, offset, e);
            return Optional.empty();
        }
    }

    private void point(int slot, byte[] key, long offset, byte[] record) {
        access.writeLock().lock();
        try {
            boolean deletion = RecordFormat.isDeletion(record);
            live += (deletion ? 0 : record.length) - (slot < 0 ? 0 : index.size(slot));
            if (slot < 0 && !deletion) {
                index.add(hash.applyAsLong(key), offset, record.length);
            } else if (slot >= 0 && deletion) {
                index.remove(slot);
            } else if (slot >= 0) {
                index.set(slot, offset, record.length);
            }
            end = offset + record.length;
        } finally {
            access.writeLock().unlock();
        }
    }

    /** Whether this is the newest record of its key. */
    boolean isNewest(long offset, byte[] record) {
        access.readLock().lock();
        try {
            return index.contains(hash.applyAsLong(RecordFormat.key(record)), offset);
        } finally {
            access.readLock().unlock();
        }
    }

    /** Up to where {@link #isNewest} can be asked, in the file. */
    long end() {
        return end;
    }

    RecordFile file() {
        return file;
    }

    /** Bytes of records that are not the newest of their key, and of deletions. For the writer. */
    long garbage() {
        return file.end() - RecordFormat.FILE_HEADER_SIZE - live;
    }

    /** Waits for the reads under way; later ones fail with {@link ClosedException}. */
    @Override
    public void close() throws IOException {
        access.writeLock().lock();
        try {
            closed = true;
            file.close();
        } finally {
            access.writeLock().unlock();
        }
    }

    /** The records were closed, maybe since others have taken their place. */
    static final class ClosedException extends Exception {

        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("closed", null, false, false);
        }
    }
}
