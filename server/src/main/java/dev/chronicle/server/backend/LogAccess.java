package dev.chronicle.server.backend;

/** Who writes the log that a server serves. */
public enum LogAccess {
    /** This process alone. */
    OWN,
    /** Other processes, too. */
    SHARED
}
