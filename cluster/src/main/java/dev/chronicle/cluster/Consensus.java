package dev.chronicle.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Commands that all nodes apply in the same order, to the {@link StateMachine} that was given when
 * it was made. Threads share it.
 */
interface Consensus extends AutoCloseable {

    /** The most bytes of a command: 64 KiB. */
    int MAX_COMMAND = 64 * 1024;

    /**
     * Has the command applied everywhere. The future completes within the deadline: with the state
     * machine's answer when a majority keeps the command; or with {@link NoMajorityException}, and
     * then it may still be applied later.
     *
     * @throws IllegalArgumentException if the command is too large
     */
    CompletableFuture<byte[]> submit(byte[] command, Duration deadline);

    /** Who leads, as far as this node knows. */
    Optional<Member> leader();

    /** Calls the listener after the leader has changed. It must be quick. */
    void onLeader(Runnable listener);

    /** Takes part no more. */
    @Override
    void close();
}
