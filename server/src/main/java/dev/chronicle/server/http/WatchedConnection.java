package dev.chronicle.server.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A connection that notes what it waits for and since when. Its own thread writes the notes, the
 * {@link ConnectionWatch} reads them and may close the connection.
 */
final class WatchedConnection implements ConnectionContext {

    /** What it waits for. */
    private enum Phase {
        IDLE,
        RECEIVING,
        WORKING,
        SENDING
    }

    /** What the reader's bookkeeping for one piece costs, so that many tiny pieces are not free. */
    private static final int PIECE_OVERHEAD = 64;

    private final ConnectionContext delegate;
    private final HelidonSocket socket;
    private final HttpLimits limits;
    private final LongSupplier nanoClock;
    private final AtomicLong receivedByAll;
    private final AtomicLong held = new AtomicLong();
    private final DataReader reader;
    private final DataWriter writer;
    private volatile Phase phase = Phase.IDLE;
    private volatile long since;

    WatchedConnection(
            ConnectionContext delegate,
            HttpLimits limits,
            LongSupplier nanoClock,
            AtomicLong receivedByAll) {
        this.delegate = delegate;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.receivedByAll = receivedByAll;
        socket = delegate.serverSocket();
        since = nanoClock.getAsLong();
        reader = DataReader.create(this::receive);
        writer = new WatchedWriter(delegate.dataWriter(), this);
    }

    /** The next bytes; null at the end, as the reader wants it. */
    private byte @Nullable [] receive() {
        boolean first = held.get() == 0;
        if (first) {
            since = nanoClock.getAsLong();
        }
        phase = first ? Phase.IDLE : Phase.RECEIVING;
        byte[] bytes;
        try {
            bytes = socket.get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("Failed to get data from socket", e);
        }
        if (bytes == null) {
            return null;
        }
        if (first) {
            since = nanoClock.getAsLong();
        }
        phase = Phase.WORKING;
        long size = (long) bytes.length + PIECE_OVERHEAD;
        held.addAndGet(size);
        if (receivedByAll.addAndGet(size) > limits.maxReceivedBytes()) {
            throw new CloseConnectionException("too many bytes of requests under way");
        }
        return bytes;
    }

    /** The answer begins, so the request has been read. */
    void sending() {
        release();
        since = nanoClock.getAsLong();
        phase = Phase.SENDING;
    }

    void sent() {
        phase = Phase.WORKING;
    }

    /** Whatever was received is not held any more. */
    void release() {
        long size = held.getAndSet(0);
        if (size != 0) {
            receivedByAll.addAndGet(-size);
        }
    }

    boolean isOverdue(long now) {
        long waited = now - since;
        return switch (phase) {
            case IDLE -> waited > limits.idle().toNanos();
            case RECEIVING -> {
                long seconds = held.get() / limits.receiveBytesPerSecond();
                yield waited > limits.receive().plusSeconds(seconds).toNanos();
            }
            case WORKING -> false;
            case SENDING -> waited > limits.send().toNanos();
        };
    }

    boolean isOpen() {
        return socket.isConnected();
    }

    /** Ends whatever its thread waits for. */
    void close() {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // somebody else closed it in the same moment
        }
    }

    @Override
    public DataReader dataReader() {
        return reader;
    }

    @Override
    public DataWriter dataWriter() {
        return writer;
    }

    @Override
    public ListenerContext listenerContext() {
        return delegate.listenerContext();
    }

    @Override
    public ExecutorService executor() {
        return delegate.executor();
    }

    @Override
    public Router router() {
        return delegate.router();
    }

    @Override
    public HelidonSocket serverSocket() {
        return socket;
    }

    @Override
    public PeerInfo remotePeer() {
        return delegate.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
        return delegate.localPeer();
    }

    @Override
    public boolean isSecure() {
        return delegate.isSecure();
    }

    @Override
    public String socketId() {
        return delegate.socketId();
    }

    @Override
    public String childSocketId() {
        return delegate.childSocketId();
    }
}
