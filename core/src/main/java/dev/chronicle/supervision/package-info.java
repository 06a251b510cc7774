/**
 * Keeps background work running, by the terms of Erlang/OTP: a {@link
 * dev.chronicle.supervision.Supervisor} restarts a child that fails, with {@link
 * dev.chronicle.supervision.Backoff backoff}, until its {@link
 * dev.chronicle.supervision.RestartIntensity restart intensity} is passed, and then fails, to be
 * restarted by the supervisor above it. The only package that restarts anything.
 */
@NullMarked
package dev.chronicle.supervision;

import org.jspecify.annotations.NullMarked;
