package dev.chronicle.telemetry;

/**
 * Knows which stored events belong to a trace, and is told when a projection handles them. The
 * library makes no spans by itself: whoever has a tracer gives it to {@link Telemetry#trace}.
 * Threads share it.
 */
@FunctionalInterface
public interface EventTracing {

    /** Follows no event. */
    EventTracing NONE = (_, _, _, _) -> Handling.NONE;

    /**
     * An event is about to be handled. Called for every event of every projection, so it must be
     * quick where the event is not followed; must not throw.
     *
     * @param projection its name
     * @param category of the event's stream
     * @param key of the event's stream
     * @param id of the event, unique in the stream
     * @return {@link Handling#NONE} if the event is not followed
     */
    Handling begin(String projection, String category, String key, String id);

    /** An event that is being handled, from {@link #begin} until it is closed. */
    interface Handling extends AutoCloseable {

        /** Tells nobody. */
        Handling NONE =
                new Handling() {

                    @Override
                    public void failed(Throwable why) {}

                    @Override
                    public void close() {}
                };

        /** It failed, before it is closed. */
        void failed(Throwable why);

        @Override
        void close();
    }
}
