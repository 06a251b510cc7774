/**
 * Where events are kept: the {@link dev.chronicle.store.EventStore} interface that every store
 * implements, the conditions of an append and the errors of all of them. Beside it what is derived
 * from events and kept to save work: {@link dev.chronicle.store.SnapshotStore} and {@link
 * dev.chronicle.store.CheckpointStore}.
 */
@NullMarked
package dev.chronicle.store;

import org.jspecify.annotations.NullMarked;
