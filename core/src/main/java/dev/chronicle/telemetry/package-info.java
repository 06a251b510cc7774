/**
 * What the library tells of its work while it works: {@link dev.chronicle.telemetry.TelemetryEvent
 * events}, handed to {@link dev.chronicle.telemetry.TelemetryHandler handlers} by {@link
 * dev.chronicle.telemetry.Telemetry}. It knows the JDK alone, so the fields of an event are
 * strings, numbers and durations.
 */
@NullMarked
package dev.chronicle.telemetry;

import org.jspecify.annotations.NullMarked;
