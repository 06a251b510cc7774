package dev.chronicle.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/** Writes, and lets the connection note that it does. */
final class WatchedWriter implements DataWriter {

    private final DataWriter delegate;
    private final WatchedConnection connection;

    WatchedWriter(DataWriter delegate, WatchedConnection connection) {
        this.delegate = delegate;
        this.connection = connection;
    }

    @Override
    public void write(BufferData... buffers) {
        connection.sending();
        delegate.write(buffers);
        connection.sent();
    }

    @Override
    public void write(BufferData buffer) {
        connection.sending();
        delegate.write(buffer);
        connection.sent();
    }

    @Override
    public void writeNow(BufferData... buffers) {
        connection.sending();
        delegate.writeNow(buffers);
        connection.sent();
    }

    @Override
    public void writeNow(BufferData buffer) {
        connection.sending();
        delegate.writeNow(buffer);
        connection.sent();
    }

    @Override
    public void flush() {
        delegate.flush();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
