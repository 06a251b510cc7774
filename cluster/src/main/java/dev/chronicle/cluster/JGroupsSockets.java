package dev.chronicle.cluster;

import org.jgroups.util.DefaultSocketFactory;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * Makes the sockets by which nodes send messages. The engine's own, with TLS, wait for each other:
 * a node that connects to a second one waits until that accepts, and that accepts nobody while it
 * connects to a third one, which waits for the first. Ours never do.
 */
final class JGroupsSockets extends DefaultSocketFactory {

    private final Optional<SSLContext> tls;

    /**
     * Makes nothing yet.
     *
     * @param tls what both sides of a connection show each other; nothing is encrypted without it
     */
    JGroupsSockets(Optional<SSLContext> tls) {
        this.tls = tls;
    }

    @Override
    public Socket createSocket(String service) {
        return new NodeSocket(tls);
    }

    @Override
    public ServerSocket createServerSocket(String service) throws IOException {
        return new NodeServerSocket(tls);
    }
}
