package dev.chronicle.server.otel;

import io.opentelemetry.context.Context;

/** A message that may belong to a trace. */
public interface Traced {

    /** The span under which it was sent; the root where there is none. */
    default Context trace() {
        return Context.root();
    }

    /** How many events it has. */
    default int events() {
        return 1;
    }
}
