package dev.chronicle.server.aggregator;

import org.jspecify.annotations.Nullable;

/**
 * A required field of the event being read: what is wrong with the value that was read last, if
 * anything is. Of a key that is given twice the last one counts. Not for several threads at once.
 */
final class Field {

    private final Object[] path;
    private @Nullable Fault fault = Fault.MISSING;
    private RawJson value = RawJson.NULL;

    /** {@code path} leads to it from the event. */
    Field(Object... path) {
        this.path = path;
    }

    /** As if it had not been read. */
    void clear() {
        fault = Fault.MISSING;
    }

    void valid() {
        fault = null;
    }

    void wrong(Fault fault, RawJson value) {
        this.fault = fault;
        this.value = value;
    }

    boolean isValid() {
        return fault == null;
    }

    /** Adds its error, if it has one. */
    void report(ValidationErrors errors, int index, RawJson enclosing) {
        if (fault == null) {
            return;
        }
        Object[] location = new Object[3 + path.length];
        location[0] = "body";
        location[1] = "events";
        location[2] = index;
        System.arraycopy(path, 0, location, 3, path.length);
        errors.add(fault, fault == Fault.MISSING ? enclosing : value, location);
    }
}
