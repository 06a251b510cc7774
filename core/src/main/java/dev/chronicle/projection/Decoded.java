package dev.chronicle.projection;

import dev.chronicle.event.Event;

/**
 * An event as the program knows it, beside what is stored.
 *
 * @param event what the codec made of it
 * @param stored the rest: its stream, position, time, tags and metadata
 */
public record Decoded<E>(E event, Event stored) {}
