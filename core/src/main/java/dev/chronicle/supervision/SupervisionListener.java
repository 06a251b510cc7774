package dev.chronicle.supervision;

/**
 * Hears what supervisors do, for instance to count it. It is called on the thread at work, one
 * after another for one child, and must not block. What it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface SupervisionListener {

    void heard(SupervisionEvent event);

    /** Does nothing. */
    static SupervisionListener none() {
        return _ -> {};
    }
}
