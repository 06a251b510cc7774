/** One main class per story. */
@NullMarked
package dev.chronicle.examples;

import org.jspecify.annotations.NullMarked;
