/**
 * Several Chronicle processes as one system: who is there, who works for which store ({@link
 * dev.chronicle.cluster.WorkerRegistry}), calls to stores that live elsewhere, and messages to all.
 * JGroups says who is there and carries the bytes, its Raft is what all agree by; both stand behind
 * {@link dev.chronicle.cluster.Network} and {@link dev.chronicle.cluster.Consensus}, and everything
 * else knows these two alone.
 */
@NullMarked
package dev.chronicle.cluster;

import org.jspecify.annotations.NullMarked;
