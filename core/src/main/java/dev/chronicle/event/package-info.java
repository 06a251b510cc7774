/**
 * The records everyone speaks: an {@link dev.chronicle.event.Event} in a {@link
 * dev.chronicle.event.StreamId stream}, found by a {@link dev.chronicle.event.Query}, and its
 * {@link dev.chronicle.event.CanonicalForm canonical bytes}.
 */
@NullMarked
package dev.chronicle.event;

import org.jspecify.annotations.NullMarked;
