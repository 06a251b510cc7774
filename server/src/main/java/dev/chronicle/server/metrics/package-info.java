/** What the server counts, for Prometheus. */
@NullMarked
package dev.chronicle.server.metrics;

import org.jspecify.annotations.NullMarked;
