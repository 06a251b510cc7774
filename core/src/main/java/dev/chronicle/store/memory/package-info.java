/**
 * The store in memory: the reference model that every other store must agree with, and for tests.
 */
@NullMarked
package dev.chronicle.store.memory;

import org.jspecify.annotations.NullMarked;
