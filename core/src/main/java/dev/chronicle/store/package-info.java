/**
 * Where events are kept: the {@link dev.chronicle.store.EventStore} interface that every store
 * implements, the conditions of an append and the errors of all of them.
 */
@NullMarked
package dev.chronicle.store;

import org.jspecify.annotations.NullMarked;
