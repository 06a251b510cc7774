/**
 * Throughput and latency of Chronicle beside its ceilings and alternatives, on one machine in one
 * run. Each benchmark is a main class, started by {@code benchmarks/run}.
 */
@NullMarked
package dev.chronicle.benchmarks;

import org.jspecify.annotations.NullMarked;
