package dev.chronicle.projection;

/**
 * Does something with each event, one after the other in the order of the log. After a crash it may
 * get events again that it had already, so handling one twice must do no harm.
 *
 * @param <T> {@link dev.chronicle.event.Event}, or a {@link Decoded} one
 */
@FunctionalInterface
public interface EventHandler<T> {

    /**
     * Called by one thread at a time.
     *
     * @throws Exception if it could not; the event comes again, until the {@link PoisonPolicy} ends
     *     that
     */
    void handle(T event) throws Exception;
}
