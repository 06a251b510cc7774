package dev.chronicle.store;

import dev.chronicle.event.EventData;

import java.nio.charset.StandardCharsets;

/**
 * The state of a stream's aggregate after one of its events, kept so that the events up to there
 * need not be read again.
 *
 * @param sequence of that event in its stream, from 1
 * @param version names the shape of the state, so that a program knows whether it can read it; any
 *     well-formed Unicode text
 * @param data the state
 */
public record Snapshot(long sequence, String version, EventData data) {

    public Snapshot {
        if (sequence < 1) {
            throw new IllegalArgumentException(
                    "a snapshot stands behind an event: sequence=" + sequence);
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(version)) {
            throw new IllegalArgumentException("snapshot version is not well-formed Unicode");
        }
    }
}
