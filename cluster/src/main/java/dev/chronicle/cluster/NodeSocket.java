package dev.chronicle.cluster;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A connection to another node, plain or by TLS. It is there within a bounded time or not at all,
 * and to close it never waits: not for the other node, and not for a thread that is writing.
 */
final class NodeSocket extends Socket {

    /** How long both sides have to show who they are. */
    private static final long HANDSHAKE_MILLIS = 2000;

    private final Optional<SSLContext> tls;
    private volatile Optional<SSLSocket> secured = Optional.empty();
    private volatile boolean ended;

    NodeSocket(Optional<SSLContext> tls) {
        this.tls = tls;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
        super.connect(endpoint, timeout);
        secure(true);
    }

    /**
     * Shows who this node is, and finds out who the other is.
     *
     * @param client whether this side has connected
     * @throws IOException if the other is none of ours, or does not say so in time; the socket is
     *     closed then
     */
    void secure(boolean client) throws IOException {
        if (tls.isEmpty()) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        var _ =
                done.orTimeout(HANDSHAKE_MILLIS, TimeUnit.MILLISECONDS)
                        .whenComplete((_, late) -> endIf(late != null));
        try {
            SSLSocket layer =
                    (SSLSocket)
                            tls.get()
                                    .getSocketFactory()
                                    .createSocket(
                                            this,
                                            getInetAddress().getHostAddress(),
                                            getPort(),
                                            false);
            layer.setEnabledProtocols(new String[] {"TLSv1.3"});
            layer.setUseClientMode(client);
            layer.setNeedClientAuth(!client);
            layer.startHandshake();
            secured = Optional.of(layer);
        } catch (IOException e) {
            end();
            throw e;
        } finally {
            done.complete(null);
        }
    }

    private void endIf(boolean late) {
        if (late) {
            end();
        }
    }

    private void end() {
        ended = true;
        try {
            super.close();
        } catch (IOException e) {
            // it is of no use any more, and that is all that matters
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return secured.isPresent() ? secured.get().getInputStream() : super.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new UntilEnd(
                secured.isPresent() ? secured.get().getOutputStream() : super.getOutputStream());
    }

    /** What comes after the end is dropped. */
    private final class UntilEnd extends FilterOutputStream {

        UntilEnd(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            if (!ended) {
                out.write(b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (!ended) {
                out.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            if (!ended) {
                out.flush();
            }
        }
    }

    /**
     * The engine calls this when it wants to part, and then writes a farewell, for which it would
     * wait for as long as the other does not read: until a cut network is healed.
     */
    @Override
    public void shutdownInput() {
        end();
    }

    @Override
    public void shutdownOutput() {
        end();
    }

    @Override
    public void close() {
        end();
    }
}
