package dev.chronicle.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Hands events to the handlers that are attached, in the order in which they were. A handler that
 * throws is detached and its failure logged with its id, an {@link Error} like an exception; the
 * other handlers and the caller never notice. Without handlers an event costs one look at an empty
 * list, and is not even made. Threads may share it.
 */
public final class Telemetry {

    private static final Logger log = System.getLogger(Telemetry.class.getName());

    /** The longest id of a handler, in characters. */
    public static final int MAX_ID = 200;

    private final CopyOnWriteArrayList<Attached> handlers = new CopyOnWriteArrayList<>();
    private final AtomicLong unnamed = new AtomicLong();
    private volatile EventTracing tracing = EventTracing.NONE;

    /** Has no handlers yet. */
    public Telemetry() {}

    /**
     * Attaches a handler under an id that no other has: {@code handler-1} and so on. The same one
     * may be attached again, and then hears all twice.
     *
     * @return what detaches it; closing again does nothing. An event that is being handed out may
     *     still reach it
     */
    public Attachment attach(TelemetryHandler handler) {
        while (true) {
            Attached attached = new Attached("handler-" + unnamed.incrementAndGet(), handler);
            if (add(attached)) {
                return () -> handlers.remove(attached);
            }
        }
    }

    /**
     * Attaches a handler under an id, which hears of what happens from now on.
     *
     * @param id not empty, at most {@value #MAX_ID} characters
     * @return what detaches it; closing again does nothing, also where another one has the id by
     *     then. An event that is being handed out may still reach it
     * @throws HandlerExistsException if a handler with this id is attached; it stays
     */
    public Attachment attach(String id, TelemetryHandler handler) {
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException(
                    "id of a handler must have 1 to %d characters: length=%d"
                            .formatted(MAX_ID, id.length()));
        }
        Attached attached = new Attached(id, handler);
        if (!add(attached)) {
            throw new HandlerExistsException(id);
        }
        return () -> handlers.remove(attached);
    }

    private synchronized boolean add(Attached attached) {
        for (Attached other : handlers) {
            if (other.id.equals(attached.id)) {
                return false;
            }
        }
        return handlers.add(attached);
    }

    /**
     * Detaches the handler with this id.
     *
     * @return whether there was one; not if it threw, and was detached for that
     */
    public boolean detach(String id) {
        return handlers.removeIf(attached -> attached.id.equals(id));
    }

    /** Says who follows events into projections from now on; nobody unless told. */
    public void trace(EventTracing tracing) {
        this.tracing = Objects.requireNonNull(tracing, "tracing");
    }

    /** Who follows events into projections. */
    public EventTracing tracing() {
        return tracing;
    }

    /** Whether anybody would hear. */
    public boolean isHeard() {
        return !handlers.isEmpty();
    }

    /** The ids of the handlers that are attached, in their order. */
    public List<String> handlers() {
        return handlers.stream().map(attached -> attached.id).toList();
    }

    /** Makes the event if anybody would hear it, and hands it out. Never throws. */
    public void emit(Supplier<? extends TelemetryEvent> event) {
        if (handlers.isEmpty()) {
            return;
        }
        TelemetryEvent made;
        try {
            made = event.get();
        } catch (Throwable e) {
            log.log(Level.ERROR, "a telemetry event could not be made", e);
            return;
        }
        emit(made);
    }

    /** Hands out an event. Never throws. */
    public void emit(TelemetryEvent event) {
        List<Attached> hearing = handlers;
        for (Attached attached : hearing) {
            try {
                attached.handler.handle(event);
            } catch (Throwable e) {
                if (handlers.remove(attached)) {
                    log.log(
                            Level.ERROR,
                            "a telemetry handler failed and is detached: id=%s event=%s"
                                    .formatted(attached.id, event),
                            e);
                }
            }
        }
    }

    /** A handler's place. */
    @FunctionalInterface
    public interface Attachment extends AutoCloseable {

        /** Detaches the handler. */
        @Override
        void close();
    }

    /** Compared by identity: an id that was detached may be attached again. */
    private static final class Attached {

        private final String id;
        private final TelemetryHandler handler;

        Attached(String id, TelemetryHandler handler) {
            this.id = id;
            this.handler = Objects.requireNonNull(handler, "handler");
        }
    }
}
