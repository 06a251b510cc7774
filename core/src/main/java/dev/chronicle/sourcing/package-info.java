/**
 * Event sourcing: a {@link dev.chronicle.sourcing.Decider} decides on commands, {@link
 * dev.chronicle.sourcing.Aggregates} run it on any event store.
 */
@NullMarked
package dev.chronicle.sourcing;

import org.jspecify.annotations.NullMarked;
