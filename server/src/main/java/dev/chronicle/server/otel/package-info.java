/**
 * Traces and metrics for a collector, by OpenTelemetry: the only package that knows its SDK, and
 * nothing of it runs unless the environment asks for it.
 */
@NullMarked
package dev.chronicle.server.otel;

import org.jspecify.annotations.NullMarked;
