package dev.chronicle.telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Hands events to the handlers that are attached, in the order in which they were. A handler that
 * throws is detached after its failure is logged, an {@link Error} like an exception; the other
 * handlers and the caller never notice. Without handlers an event costs one look at an empty list,
 * and is not even made. Threads may share it.
 */
public final class Telemetry {

    private static final Logger log = System.getLogger(Telemetry.class.getName());

    private final CopyOnWriteArrayList<Attached> handlers = new CopyOnWriteArrayList<>();

    /** Has no handlers yet. */
    public Telemetry() {}

    /**
     * Attaches a handler, which hears of what happens from now on. The same one may be attached
     * again, and then hears all twice.
     *
     * @return what detaches it; closing again does nothing. An event that is being handed out may
     *     still reach it
     */
    public Attachment attach(TelemetryHandler handler) {
        Attached attached = new Attached(handler);
        handlers.add(attached);
        return () -> handlers.remove(attached);
    }

    /** Whether anybody would hear. */
    public boolean isHeard() {
        return !handlers.isEmpty();
    }

    /** How many handlers are attached. */
    public int handlers() {
        return handlers.size();
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
                            "a telemetry handler failed and is detached: event=" + event,
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

    /** Compared by identity, so that a handler attached twice has two places. */
    private static final class Attached {

        private final TelemetryHandler handler;

        Attached(TelemetryHandler handler) {
            this.handler = handler;
        }
    }
}
