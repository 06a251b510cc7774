package dev.chronicle.server.aggregator;

import dev.chronicle.event.Event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A step of a delivery, as the audit trail lists it. Not stored one by one: a delivery leaves one
 * event, and its steps follow from that event's type.
 */
enum TrailStep {
    RECEIVED(1, LogEvent.PUBLISHED, LogEvent.DROPPED, LogEvent.FAILED),
    QUEUED(2, LogEvent.PUBLISHED, LogEvent.DROPPED, LogEvent.FAILED),
    PROCESSED(3, LogEvent.PUBLISHED),
    DROPPED(3, LogEvent.DROPPED),
    FAILED(3, LogEvent.FAILED);

    /** Newest first. */
    private static final List<TrailStep> BACKWARDS = Arrays.asList(values()).reversed();

    private static final int STEPS = 4;

    private final int number;
    private final List<String> types;

    TrailStep(int number, String... types) {
        this.number = number;
        this.types = List.of(types);
    }

    /** The step of this name, spelled exactly so. */
    static Optional<TrailStep> named(String name) {
        return Arrays.stream(values()).filter(step -> step.name().equals(name)).findFirst();
    }

    /** The steps of the delivery that left this event, newest first. */
    static List<TrailStep> of(Event event) {
        return BACKWARDS.stream().filter(step -> step.types.contains(event.type())).toList();
    }

    /** The types of events that deliveries with this step leave. */
    List<String> types() {
        return types;
    }

    /** A number of its own for this step of the delivery, growing along the log. */
    long id(Event event) {
        return event.position().value() * STEPS + number;
    }

    /** Whether a worker did it. */
    boolean isWorkers() {
        return number == 3;
    }
}
