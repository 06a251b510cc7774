package dev.chronicle.pubsub;

import java.util.Locale;

/** Why a message was not taken for what it was signed with. */
public enum Refusal {
    /** The channel requires a signature, and there is none. */
    SIGNATURE_REQUIRED,
    /** There is no secret that a signature could be verified with. */
    NO_SECRET,
    /** There is a part of a signature, but not the signature itself. */
    MISSING_SIGNATURE,
    /** It does not say when it was signed. */
    MISSING_TIMESTAMP,
    /** It says it was signed in the future, or something that is no time. */
    INVALID_TIMESTAMP,
    /** It was signed too long ago. */
    MESSAGE_EXPIRED,
    /** It was not signed with one of the secrets, or changed since, or has no nonce. */
    INVALID_SIGNATURE,
    /** The same signed message was taken before. */
    REPLAYED_MESSAGE,
    /** More signed messages were taken of late than can be remembered. */
    TOO_MANY_SIGNED;

    /** Its name in lower case: {@code invalid_signature}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
