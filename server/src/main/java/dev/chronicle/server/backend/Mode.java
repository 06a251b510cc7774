package dev.chronicle.server.backend;

/** Which part of the work a server does. */
public enum Mode {
    /** It answers requests; what they want stored is handled by others. */
    API,
    /** It handles what others have been sent, and answers only how it is. */
    WORKER,
    /** Both. */
    ALL;

    /** Whether its doors are open. */
    public boolean answers() {
        return this != WORKER;
    }

    /** Whether it has consumers. */
    public boolean handles() {
        return this != API;
    }
}
