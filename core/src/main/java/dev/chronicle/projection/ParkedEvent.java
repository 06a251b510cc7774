package dev.chronicle.projection;

import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;

/**
 * A note that a projection put an event aside. The event itself stays where it is in the log.
 *
 * @param projection which projection
 * @param position of the event
 * @param type of the event
 * @param stream of the event
 * @param reason what was thrown, in words; at most 1000 characters
 */
public record ParkedEvent(
        String projection, Position position, String type, StreamId stream, String reason) {

    private static final int MAX_REASON = 1000;

    public ParkedEvent {
        if (reason.length() > MAX_REASON) {
            reason = reason.substring(0, MAX_REASON);
        }
    }
}
