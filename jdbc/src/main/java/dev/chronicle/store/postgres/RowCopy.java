package dev.chronicle.store.postgres;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Rows on their way into a table by {@code copy … from stdin (format binary)}, which for many rows
 * is cheaper than {@code insert}: neither side has an array to build and to take apart. In memory
 * is one chunk of them. One thread; nothing else may use the connection before this is closed.
 *
 * <p>Format: PostgreSQL's documentation, "COPY", "Binary Format".
 */
final class RowCopy implements AutoCloseable {

    private static final int CHUNK = 1 << 16;
    private static final byte[] SIGNATURE = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0
    };
    private static final int NO_FLAGS = 0;
    private static final int NO_EXTENSION = 0;
    private static final short END = -1;

    private final CopyIn copy;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);

    private RowCopy(CopyIn copy) {
        this.copy = copy;
        chunk.put(SIGNATURE).putInt(NO_FLAGS).putInt(NO_EXTENSION);
    }

    /**
     * Begins.
     *
     * @param columns the table and, in brackets, the columns that every row has, in their order
     */
    static RowCopy into(Connection connection, String columns) throws SQLException {
        return new RowCopy(
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + columns + " from stdin (format binary)"));
    }

    /** Begins a row of so many fields. */
    void row(int fields) throws SQLException {
        reserve(Short.BYTES);
        chunk.putShort((short) fields);
    }

    /** Adds a {@code bigint}. */
    void field(long value) throws SQLException {
        reserve(Integer.BYTES + Long.BYTES);
        chunk.putInt(Long.BYTES).putLong(value);
    }

    /** Adds a {@code text}. */
    void field(String value) throws SQLException {
        field(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a {@code bytea}, or the UTF-8 of a text. */
    void field(byte[] value) throws SQLException {
        reserve(Integer.BYTES);
        chunk.putInt(value.length);
        if (value.length > CHUNK) {
            send();
            copy.writeToCopy(value, 0, value.length);
            return;
        }
        reserve(value.length);
        chunk.put(value);
    }

    private void reserve(int bytes) throws SQLException {
        if (chunk.remaining() < bytes) {
            send();
        }
    }

    private void send() throws SQLException {
        copy.writeToCopy(chunk.array(), 0, chunk.position());
        chunk.clear();
    }

    /** Says that this was all: all rows are in the table, or it throws. */
    void end() throws SQLException {
        reserve(Short.BYTES);
        chunk.putShort(END);
        send();
        long unused = copy.endCopy();
    }

    /** Gives up what has not ended, which ends the transaction as a failed statement does. */
    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }
}
