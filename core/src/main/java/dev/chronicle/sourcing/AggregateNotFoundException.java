package dev.chronicle.sourcing;

import dev.chronicle.event.StreamId;

/** There is no such aggregate: it has no event. */
public final class AggregateNotFoundException extends SourcingException {

    private static final long serialVersionUID = 1L;

    AggregateNotFoundException(StreamId stream) {
        super("there is no such aggregate: stream=" + stream);
    }
}
