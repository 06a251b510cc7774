package dev.chronicle.store.table;

/**
 * An event with its place, to be written.
 *
 * @param encoded its form has the place filled in
 * @param position in the log
 * @param sequence in its stream
 */
public record PlacedEvent(EncodedEvent encoded, long position, long sequence) {}
