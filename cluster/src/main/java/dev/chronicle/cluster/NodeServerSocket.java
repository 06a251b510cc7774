package dev.chronicle.cluster;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

/**
 * Accepts connections of other nodes, each on a virtual thread: one who says nothing, or is none of
 * ours, keeps nobody waiting, and whoever connects is let in also while the engine does not ask for
 * the next.
 */
final class NodeServerSocket extends ServerSocket {

    /** The most who are not known yet, or not asked for. */
    private static final int MAX_WAITING = 256;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Optional<SSLContext> tls;
    private final BlockingQueue<NodeSocket> known = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private boolean accepting;

    NodeServerSocket(Optional<SSLContext> tls) throws IOException {
        this.tls = tls;
    }

    @Override
    public Socket accept() throws SocketException {
        acceptOnItsOwn();
        try {
            NodeSocket next = known.take();
            places.release();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SocketException("interrupted", e);
        }
    }

    private synchronized void acceptOnItsOwn() {
        if (!accepting) {
            accepting = true;
            Thread.ofVirtual().name("chronicle-accept").start(this::acceptAll);
        }
    }

    private void acceptAll() {
        while (!isClosed()) {
            NodeSocket stranger = new NodeSocket(tls);
            try {
                implAccept(stranger);
                if (places.tryAcquire()) {
                    Thread.ofVirtual().name("chronicle-greet").start(() -> greet(stranger));
                } else {
                    stranger.close();
                }
            } catch (IOException e) {
                // closed, or no more files can be opened: those who wait try again
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void greet(NodeSocket stranger) {
        boolean ours = false;
        try {
            stranger.secure(false);
            ours = known.offer(stranger);
        } catch (IOException e) {
            // none of ours, or too slow: it was closed, and that is its answer
        } finally {
            if (!ours) {
                places.release();
            }
            if (!ours || isClosed()) {
                stranger.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        known.forEach(NodeSocket::close);
    }
}
