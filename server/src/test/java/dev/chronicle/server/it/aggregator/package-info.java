/** Tests of the log aggregator in the real program: a class for each area of seed 1's tests. */
@NullMarked
package dev.chronicle.server.it.aggregator;

import org.jspecify.annotations.NullMarked;
