package dev.chronicle.store.segment;

import java.util.List;

/**
 * What a {@link LogVerifier} found.
 *
 * @param events sound events
 * @param groups whole groups
 * @param segments segment files
 * @param bytes bytes of the sound part of the log
 * @param indexedEvents events whose every key was found in the index
 * @param damage what is not as it was written, each with its place; empty for a sound log
 * @param notes what is worth knowing but no damage, such as a group that was cut off by a crash
 *     before it was acknowledged
 */
public record VerificationReport(
        long events,
        long groups,
        long segments,
        long bytes,
        long indexedEvents,
        List<String> damage,
        List<String> notes) {

    public VerificationReport {
        damage = List.copyOf(damage);
        notes = List.copyOf(notes);
    }

    /** Whether nothing is damaged. */
    public boolean isSound() {
        return damage.isEmpty();
    }
}
