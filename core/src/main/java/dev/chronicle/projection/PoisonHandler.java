package dev.chronicle.projection;

/** Hears of events that a projection could not deal with, when it stops or parks them. */
@FunctionalInterface
public interface PoisonHandler {

    /** Called on the projection's thread. What it throws is logged and changes nothing. */
    void poisoned(Poison poison);

    /**
     * An event that a projection could not deal with.
     *
     * @param projection its name
     * @param cause names the event's position, type and stream; its own cause is what was thrown
     * @param tries how often it was tried
     * @param fate what became of it
     */
    record Poison(String projection, PoisonEventException cause, int tries, Fate fate) {}

    /** What becomes of a poison event. */
    enum Fate {
        /** The projection stands in front of it. */
        STOPPED,
        /** It was put aside. */
        PARKED
    }
}
