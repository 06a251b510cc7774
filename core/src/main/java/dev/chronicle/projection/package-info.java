/**
 * Projections: what is made of the events of a log, kept up to date in the background. A {@link
 * dev.chronicle.projection.Projection} says which events and what is done with them, {@link
 * dev.chronicle.projection.Projections} run any number of them on a store, each supervised on its
 * own.
 */
@NullMarked
package dev.chronicle.projection;

import org.jspecify.annotations.NullMarked;
