package dev.chronicle.store.segment;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The layout of a file of keyed records, big-endian (see {@code docs/design/snapshot-format.md}):
 *
 * <pre>
 * header   24 bytes: magic, u32 version, u64 salt, u32 CRC32C of all that stands before
 * record   u32 CRC32C of the 20 bytes that follow, u32 CRC32C of the body, u32 length of the key,
 *          u32 length of the value or 0xffffffff, u64 salt, then the body: key, value
 * </pre>
 *
 * The salt is a random number of the file's own: no client can put into a value what would be taken
 * for a record.
 */
final class RecordFormat {

    /** What the records of a file are, told by its first bytes. */
    enum Kind {
        SNAPSHOTS(0x4348524f4e534e50L), // "CHRONSNP"
        CHECKPOINTS(0x4348524f4e43484bL); // "CHRONCHK"

        private final long magic;

        Kind(long magic) {
            this.magic = magic;
        }
    }

    static final int VERSION = 1;
    static final int FILE_HEADER_SIZE = 24;
    static final int RECORD_HEADER_SIZE = 24;

    /** The length of a value that says that the key has none any more. */
    static final int DELETED = -1;

    static final int AT_KEY_LENGTH = 8;
    static final int AT_VALUE_LENGTH = 12;

    private static final int AT_BODY_CHECKSUM = 4;
    private static final int AT_SALT = 16;
    private static final int AT_HEADER_CHECKSUM = 20;

    private RecordFormat() {}

    static ByteBuffer fileHeader(Kind kind, long salt) {
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_SIZE);
        header.putLong(kind.magic).putInt(VERSION).putLong(salt);
        header.putInt(LogFormat.checksum(header.array(), 0, AT_HEADER_CHECKSUM));
        return header.flip();
    }

    /** Whether these bytes are a header as it was written, of whatever version. */
    static boolean isFileHeader(byte[] header, Kind kind) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        return buffer.getLong(0) == kind.magic
                && buffer.getInt(AT_HEADER_CHECKSUM)
                        == LogFormat.checksum(header, 0, AT_HEADER_CHECKSUM);
    }

    static int version(byte[] fileHeader) {
        return ByteBuffer.wrap(fileHeader).getInt(8);
    }

    static long salt(byte[] fileHeader) {
        return ByteBuffer.wrap(fileHeader).getLong(12);
    }

    /**
     * The bytes of a record.
     *
     * @throws IllegalArgumentException if they do not fit into an array
     */
    static byte[] record(long salt, byte[] key, byte[] value) {
        byte[] bytes = withKey(key, value.length);
        System.arraycopy(value, 0, bytes, RECORD_HEADER_SIZE + key.length, value.length);
        return finish(bytes, key.length, value.length, salt);
    }

    /** The bytes of a record that says that the key has no value any more. */
    static byte[] deletion(long salt, byte[] key) {
        return finish(withKey(key, 0), key.length, DELETED, salt);
    }

    private static byte[] withKey(byte[] key, int more) {
        long size = (long) RECORD_HEADER_SIZE + key.length + more;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the record is too large: bytes=" + size);
        }
        byte[] bytes = new byte[(int) size];
        System.arraycopy(key, 0, bytes, RECORD_HEADER_SIZE, key.length);
        return bytes;
    }

    private static byte[] finish(byte[] bytes, int keyLength, int valueLength, long salt) {
        ByteBuffer.wrap(bytes)
                .putInt(AT_BODY_CHECKSUM, bodyChecksum(bytes))
                .putInt(AT_KEY_LENGTH, keyLength)
                .putInt(AT_VALUE_LENGTH, valueLength)
                .putLong(AT_SALT, salt)
                .putInt(0, headerChecksum(bytes));
        return bytes;
    }

    /**
     * The size of the record that has this header in front; 0 if it is no header as it was written.
     *
     * @param header at least as long as a header
     */
    static int recordSize(byte[] header, long salt) {
        ByteBuffer buffer = ByteBuffer.wrap(header);
        // The salt first: it is cheap to compare where one looks for a record byte by byte.
        if (buffer.getLong(AT_SALT) != salt || buffer.getInt(0) != headerChecksum(header)) {
            return 0;
        }
        int valueLength = buffer.getInt(AT_VALUE_LENGTH);
        return RECORD_HEADER_SIZE
                + buffer.getInt(AT_KEY_LENGTH)
                + (valueLength == DELETED ? 0 : valueLength);
    }

    /** Whether these are the bytes of one record as it was written. */
    static boolean isRecord(byte[] bytes, long salt) {
        return bytes.length >= RECORD_HEADER_SIZE
                && recordSize(bytes, salt) == bytes.length
                && ByteBuffer.wrap(bytes).getInt(AT_BODY_CHECKSUM) == bodyChecksum(bytes);
    }

    /** Whether the record is of this key. */
    static boolean hasKey(byte[] record, byte[] key) {
        int length = ByteBuffer.wrap(record).getInt(AT_KEY_LENGTH);
        return Arrays.equals(
                record, RECORD_HEADER_SIZE, RECORD_HEADER_SIZE + length, key, 0, key.length);
    }

    /** Whether the record says that its key has no value any more. */
    static boolean isDeletion(byte[] record) {
        return ByteBuffer.wrap(record).getInt(AT_VALUE_LENGTH) == DELETED;
    }

    static byte[] key(byte[] record) {
        int length = ByteBuffer.wrap(record).getInt(AT_KEY_LENGTH);
        return Arrays.copyOfRange(record, RECORD_HEADER_SIZE, RECORD_HEADER_SIZE + length);
    }

    /** The value, without a copy; nothing for a deletion. */
    static ByteBuffer value(byte[] record) {
        int at = RECORD_HEADER_SIZE + ByteBuffer.wrap(record).getInt(AT_KEY_LENGTH);
        return ByteBuffer.wrap(record, at, record.length - at);
    }

    private static int headerChecksum(byte[] record) {
        return LogFormat.checksum(record, 4, RECORD_HEADER_SIZE - 4);
    }

    private static int bodyChecksum(byte[] record) {
        return LogFormat.checksum(record, RECORD_HEADER_SIZE, record.length - RECORD_HEADER_SIZE);
    }
}
