package dev.chronicle.pubsub;

import java.util.function.ToIntFunction;

/**
 * How messages reach subscribers: those of this process alone, unless another is plugged in. What
 * is to be checked is checked before. Threads share it.
 */
public interface Transport extends AutoCloseable {

    /**
     * Says where messages for the subscribers of this process are to be handed in, whichever
     * process published them. Called once, before anything else.
     *
     * @param local delivers a message here, and says to how many
     */
    void connect(ToIntFunction<Message> local);

    /**
     * Brings the message to the subscribers of every process, this one included, at most once.
     *
     * @return how many got it, as far as is known
     */
    int send(Message message);

    /** Ends it: nothing is handed in any more. */
    @Override
    void close();

    /** Within this process. */
    static Transport inProcess() {
        return new InProcessTransport();
    }
}
