package dev.chronicle.supervision;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Keeps the failures of a listener from the supervisor, and logs them. */
record ShieldedListener(SupervisionListener listener) implements SupervisionListener {

    private static final Logger log = System.getLogger(Supervisor.class.getName());

    @Override
    public void heard(SupervisionEvent event) {
        try {
            listener.heard(event);
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "a supervision listener failed: event=" + event, e);
        }
    }
}
