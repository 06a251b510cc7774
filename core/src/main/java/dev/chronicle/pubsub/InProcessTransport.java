package dev.chronicle.pubsub;

import java.util.function.ToIntFunction;

/** Hands every message in where it came from. */
final class InProcessTransport implements Transport {

    private volatile ToIntFunction<Message> local = _ -> 0;

    @Override
    public void connect(ToIntFunction<Message> local) {
        this.local = local;
    }

    @Override
    public int send(Message message) {
        return local.applyAsInt(message);
    }

    @Override
    public void close() {
        local = _ -> 0;
    }
}
