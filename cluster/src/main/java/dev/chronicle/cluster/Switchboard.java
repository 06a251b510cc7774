package dev.chronicle.cluster;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands what comes for the services of event sourcing to whom it is for: a message bears a scope,
 * so that several systems share one network without seeing each other, and a name. Threads share
 * it.
 */
final class Switchboard {

    private record Address(Service service, String scope, String name) {}

    private final Network network;
    private final Map<Address, RequestHandler> handlers = new ConcurrentHashMap<>();

    Switchboard(Network network) {
        this.network = network;
        for (Service service :
                new Service[] {Service.WAKE_UP, Service.COMMANDS, Service.PROJECTIONS}) {
            network.serve(service, (from, message) -> handle(service, from, message));
        }
    }

    Network network() {
        return network;
    }

    /** A message, or a request, for whoever has connected under these names on another node. */
    static byte[] addressed(String scope, String name, byte[] body) {
        return new WireWriter().text(scope).text(name).bytes(body).toByteArray();
    }

    /**
     * Hands what comes for these names to the handler, until it is disconnected.
     *
     * @throws IllegalStateException if another has these names
     */
    void connect(Service service, String scope, String name, RequestHandler handler) {
        WorkerKey.requireName("scope", scope);
        WorkerKey.requireName("name", name);
        if (handlers.putIfAbsent(new Address(service, scope, name), handler) != null) {
            throw new IllegalStateException(
                    "this node has it already: service=%s scope=%s name=%s"
                            .formatted(service, scope, name));
        }
    }

    void disconnect(Service service, String scope, String name) {
        handlers.remove(new Address(service, scope, name));
    }

    private byte[] handle(Service service, Member from, byte[] message) throws Exception {
        WireReader in = new WireReader(message);
        Address address = new Address(service, in.text(), in.text());
        byte[] body = in.bytes();
        in.end();
        RequestHandler handler = handlers.get(address);
        if (handler == null && service == Service.WAKE_UP) {
            return new byte[0]; // it is told to all, and not all have that log
        }
        if (handler == null) {
            throw new NotServedException(address.scope(), address.name());
        }
        return handler.handle(from, body);
    }

    /** Nobody on this node has these names. It never leaves the node but as text. */
    private static final class NotServedException extends Exception {

        private static final long serialVersionUID = 1L;

        NotServedException(String scope, String name) {
            super("nobody here has it: scope=%s name=%s".formatted(scope, name));
        }
    }
}
