package dev.chronicle.telemetry;

/** A handler with the same id is attached already. Nothing was changed. */
public final class HandlerExistsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String id;

    HandlerExistsException(String id) {
        super("a telemetry handler with this id is attached: id=" + id);
        this.id = id;
    }

    /** The id. */
    public String id() {
        return id;
    }
}
