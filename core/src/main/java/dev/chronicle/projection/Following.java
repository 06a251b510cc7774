package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.telemetry.EventTracing;
import dev.chronicle.telemetry.EventTracing.Handling;
import dev.chronicle.telemetry.Telemetry;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells those who follow events that a projection handles them.
 *
 * @param projection its name
 */
record Following(String projection, Telemetry telemetry) {

    /** The event is about to be handled. */
    Handling begin(Event event) {
        return begin(telemetry.tracing(), event);
    }

    private Handling begin(EventTracing tracing, Event event) {
        return tracing.begin(
                projection, event.stream().category(), event.stream().key(), event.id().value());
    }

    /** Some events are about to be handled together: those of them that are followed. */
    List<Handling> begin(List<Event> events) {
        EventTracing tracing = telemetry.tracing();
        if (tracing == EventTracing.NONE) {
            return List.of();
        }
        List<Handling> followed = new ArrayList<>();
        for (Event event : events) {
            Handling handling = begin(tracing, event);
            if (handling != Handling.NONE) {
                followed.add(handling);
            }
        }
        return followed;
    }
}
