package dev.chronicle.server.http;

import java.io.OutputStream;

/** Counts bytes and forgets them. For one thread. */
final class LengthOnly extends OutputStream {

    private long length;

    long length() {
        return length;
    }

    @Override
    public void write(int b) {
        length++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        length += count;
    }
}
