package dev.chronicle.cluster;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a registry command to be agreed on. */
final class Submission {

    private Submission() {}

    /**
     * What became of the command.
     *
     * @throws NoMajorityException if it is not agreed on in time
     * @throws ClusterClosedException if this thread is interrupted
     */
    static RegistryAnswer await(Consensus consensus, byte[] command, Duration deadline) {
        CompletableFuture<byte[]> agreed = consensus.submit(command, deadline);
        try {
            return RegistryAnswer.parse(agreed.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            throw new NoMajorityException("deadlineMillis=" + deadline.toMillis(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ClusterException failure
                    ? failure
                    : new NoMajorityException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterClosedException();
        }
    }
}
