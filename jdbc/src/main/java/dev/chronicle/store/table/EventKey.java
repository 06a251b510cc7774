package dev.chronicle.store.table;

/**
 * What is stored once: an id in its stream.
 *
 * @param stream as {@link IndexText}
 * @param id as {@link IndexText}
 */
public record EventKey(String stream, String id) {}
