package dev.chronicle.cluster;

/**
 * What {@link Consensus} applies commands to, one after the other. What it does depends on its
 * state and the command alone, so that it comes to the same on every node.
 */
interface StateMachine {

    /** Applies a command; what it cannot read it answers, and never throws. */
    byte[] apply(byte[] command);

    /** The whole state. */
    byte[] snapshot();

    /** Replaces the whole state. */
    void restore(byte[] snapshot);
}
