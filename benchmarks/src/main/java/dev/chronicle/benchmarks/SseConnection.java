package dev.chronicle.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/**
 * A connection that listens to server-sent events, each of which says when it was published, as
 * {@code "t":} and nanoseconds. Takes the chunks apart. One thread.
 */
final class SseConnection implements AutoCloseable {

    private static final byte[] BODY = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIME = "\"t\":".getBytes(StandardCharsets.US_ASCII);

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private final LongConsumer event;
    private int matchedHead;
    private boolean inBody;
    private boolean inSize = true;
    private long chunkLeft;
    private int matchedTime;
    private long time = -1;

    SseConnection(Selector selector, int port, String path, LongConsumer event) throws IOException {
        this.event = event;
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Takes what has come. */
    void receive() throws IOException {
        int count = channel.read(in);
        if (count < 0) {
            throw new EOFException("the server closed a stream");
        }
        in.flip();
        while (in.hasRemaining()) {
            byte b = in.get();
            if (inBody) {
                chunked(b);
            } else {
                matchedHead = b == BODY[matchedHead] ? matchedHead + 1 : b == BODY[0] ? 1 : 0;
                inBody = matchedHead == BODY.length;
            }
        }
        in.clear();
    }

    private void chunked(byte b) {
        if (inSize) {
            int digit = Character.digit(b, 16);
            if (digit >= 0) {
                chunkLeft = 16 * chunkLeft + digit;
            } else if (b == '\n' && chunkLeft > 0) {
                inSize = false;
            }
        } else {
            text(b);
            inSize = --chunkLeft == 0;
        }
    }

    private void text(byte b) {
        if (time >= 0) {
            if (b >= '0' && b <= '9') {
                time = 10 * time + b - '0';
                return;
            }
            event.accept(time);
            time = -1;
        }
        matchedTime = b == TIME[matchedTime] ? matchedTime + 1 : b == TIME[0] ? 1 : 0;
        if (matchedTime == TIME.length) {
            matchedTime = 0;
            time = 0;
        }
    }

    /** Whether the answer has begun. */
    boolean isConnected() {
        return inBody;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
