package dev.chronicle.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A keep-alive connection with at most one request under way. One thread. */
final class HttpConnection implements AutoCloseable {

    private static final byte[] LENGTH = "\ncontent-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int UNFINISHED = -1;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out;
    private final ByteBuffer in = ByteBuffer.allocate(8 * 1024);
    private final Requests requests;
    private long sentAt;

    HttpConnection(Selector selector, int port, Requests requests) throws IOException {
        this.requests = requests;
        out = ByteBuffer.allocateDirect(requests.size());
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Sends the next request, or begins to. */
    void send() throws IOException {
        out.clear();
        requests.put(out);
        out.flip();
        sentAt = System.nanoTime();
        flush();
    }

    /** Sends more of it, if there is more and the socket takes it. */
    void flush() throws IOException {
        if (out.hasRemaining()) {
            channel.write(out);
            key.interestOps(
                    out.hasRemaining()
                            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                            : SelectionKey.OP_READ);
        }
    }

    /** The status that says that a request was stored. */
    int accepted() {
        return requests.accepted();
    }

    /** When the request under way was sent. */
    long sentAt() {
        return sentAt;
    }

    /**
     * Takes what has come.
     *
     * @return the status of the answer, or something negative if it is not complete
     */
    int receive() throws IOException {
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed a connection");
        }
        byte[] bytes = in.array();
        int end = in.position();
        int body = bodyStart(bytes, end);
        if (body < 0 || end < body + contentLength(bytes, body)) {
            return UNFINISHED;
        }
        in.clear();
        return number(bytes, STATUS_AT);
    }

    private static int bodyStart(byte[] bytes, int end) {
        for (int i = STATUS_AT; i + 3 < end; i++) {
            if (bytes[i] == '\r'
                    && bytes[i + 1] == '\n'
                    && bytes[i + 2] == '\r'
                    && bytes[i + 3] == '\n') {
                return i + 4;
            }
        }
        return UNFINISHED;
    }

    private static int contentLength(byte[] bytes, int end) throws IOException {
        for (int i = 0; i + LENGTH.length < end; i++) {
            int matched = 0;
            while (matched < LENGTH.length && lower(bytes[i + matched]) == LENGTH[matched]) {
                matched++;
            }
            if (matched == LENGTH.length) {
                return number(bytes, i + matched + (bytes[i + matched] == ' ' ? 1 : 0));
            }
        }
        throw new IOException("an answer without Content-Length");
    }

    private static int lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter;
    }

    private static int number(byte[] bytes, int offset) {
        int number = 0;
        for (int i = offset; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
