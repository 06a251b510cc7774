package dev.chronicle.pubsub;

/** Whether a channel takes messages without a signature. */
public enum Signing {

    /** Every message must be signed. */
    REQUIRED,

    /** A message may be signed; a signature that is there must be right. */
    OPTIONAL
}
