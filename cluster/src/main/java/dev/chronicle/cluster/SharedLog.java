package dev.chronicle.cluster;

import dev.chronicle.event.Position;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * What the nodes tell each other of a log that they share: how far it goes.
 *
 * @param switchboard brings it
 * @param scope of the system
 * @param name of the log
 * @param lookEvery how often a node looks that hears nothing
 * @param threads make what waits
 */
record SharedLog(
        Switchboard switchboard,
        String scope,
        String name,
        Duration lookEvery,
        ThreadFactory threads) {

    /** The others' head is handed to the listener. */
    void onTold(Consumer<Position> listener) {
        switchboard.connect(
                Service.WAKE_UP,
                scope,
                name,
                (_, message) -> {
                    listener.accept(position(message));
                    return new byte[0];
                });
    }

    private static Position position(byte[] message) {
        WireReader in = new WireReader(message);
        long value = in.i64();
        in.end();
        if (value < 0) {
            throw new MalformedMessageException("a position is negative: position=" + value);
        }
        return new Position(value);
    }

    /** Tells the others. */
    void tell(Position head) {
        byte[] body = new WireWriter().i64(head.value()).toByteArray();
        switchboard.network().tell(Service.WAKE_UP, Switchboard.addressed(scope, name, body));
    }

    void close() {
        switchboard.disconnect(Service.WAKE_UP, scope, name);
    }
}
