package dev.chronicle.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes HTTP/1.1 connections and closes those that take too long or too much: the web server itself
 * has no time limit on a request that arrives byte by byte, nor on a client that does not read its
 * answer, nor a limit on what all connections together hold in memory.
 */
public final class ConnectionWatch implements ServerConnectionSelector {

    private final Http1ConnectionSelector http1;
    private final HttpLimits limits;
    private final LongSupplier nanoClock;
    private final Set<WatchedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();

    public ConnectionWatch(HttpLimits limits, LongSupplier nanoClock) {
        this.limits = limits;
        this.nanoClock = nanoClock;
        http1 =
                Http1ConnectionSelector.builder()
                        .config(
                                Http1Config.builder()
                                        .maxHeadersSize(limits.maxHeaderBytes())
                                        .maxPrologueLength(limits.maxRequestLineBytes())
                                        .build())
                        .build();
    }

    /** Called on the connection's own thread, which gets a name that can be read. */
    @Override
    public ServerConnection connection(ConnectionContext context) {
        Thread.currentThread().setName("http-" + numbers.incrementAndGet());
        WatchedConnection connection = new WatchedConnection(context, limits, nanoClock, received);
        connections.add(connection);
        return http1.connection(connection);
    }

    /**
     * Closes what has run out of time and forgets what is closed. To be called every second or so.
     */
    public void check() {
        long now = nanoClock.getAsLong();
        for (WatchedConnection connection : connections) {
            if (!connection.isOpen()) {
                connection.release();
                connections.remove(connection);
            } else if (connection.isOverdue(now)) {
                connection.close();
            }
        }
    }

    /** Connections that are open, give or take a second. */
    public int open() {
        return connections.size();
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }
}
