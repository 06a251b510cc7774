package dev.chronicle.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The other nodes: who they are, and messages to them. Threads share it.
 *
 * <p>A message is at most {@link #MAX_MESSAGE} bytes.
 */
interface Network extends AutoCloseable {

    /** The most bytes of a request, an answer or a message: 32 MiB. */
    int MAX_MESSAGE = 32 * 1024 * 1024;

    /**
     * @throws IllegalArgumentException if the message is larger than {@link #MAX_MESSAGE}
     */
    static void requireSize(byte[] message) {
        if (message.length > MAX_MESSAGE) {
            throw new IllegalArgumentException(
                    "a message is too large: bytes=%d limit=%d"
                            .formatted(message.length, MAX_MESSAGE));
        }
    }

    /** This node. */
    Member self();

    /** Who can be reached now. */
    View view();

    /**
     * Calls the listener with every new view, one after the other and not with the present one. It
     * must be quick.
     */
    void onView(Consumer<View> listener);

    /** Hands what comes for the service to the handler; before that it is refused or dropped. */
    void serve(Service service, RequestHandler handler);

    /**
     * Asks one member, which may be this one. The future completes within the deadline, whatever
     * happens: with the answer, or with {@link MemberUnreachableException} as soon as the member is
     * not in the view (whether it has done what was asked is not known then), {@link
     * DeadlineExceededException}, or {@link MemberFailedException}.
     *
     * @throws IllegalArgumentException if the request is too large
     */
    CompletableFuture<byte[]> ask(Member to, Service service, byte[] request, Duration deadline);

    /** Tells all other members in the view, each at most once, and waits for none. */
    void tell(Service service, byte[] message);

    /** Leaves; what is asked and not answered fails. */
    @Override
    void close();
}
