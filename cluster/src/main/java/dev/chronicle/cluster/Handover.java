package dev.chronicle.cluster;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a partition comes from its earlier owners to this node. For one thread. */
final class Handover {

    /** How long an earlier owner that can be reached has to end its work. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final long LOOK_MS = 20;

    private final SharedProjection projection;
    private final Partition partition;

    Handover(SharedProjection projection, Partition partition) {
        this.projection = projection;
        this.partition = partition;
    }

    /**
     * Waits until no other node that can be reached works at the partition, or the patience is
     * over: what goes on after that is fenced, and done twice.
     */
    void awaitRelease(CountDownLatch stop) throws InterruptedException {
        CompletableFuture<?>[] answers =
                others().stream().map(this::askToRelease).toArray(CompletableFuture<?>[]::new);
        CompletableFuture<Void> all = CompletableFuture.allOf(answers);
        while (stop.getCount() > 0) {
            try {
                all.get(LOOK_MS, TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                return; // all has ended when one of it has failed
            } catch (TimeoutException e) {
                // looks whether it is still wanted, and waits on
            }
        }
    }

    private List<Member> others() {
        return projection.place().network().view().members().stream()
                .filter(node -> !node.equals(projection.self()))
                .toList();
    }

    private CompletableFuture<byte[]> askToRelease(Member node) {
        byte[] body = new WireWriter().i32(partition.number()).i64(partition.epoch()).toByteArray();
        return projection
                .place()
                .network()
                .ask(
                        node,
                        Service.PROJECTIONS,
                        Switchboard.addressed(
                                projection.place().scope(), projection.registered(), body),
                        PATIENCE);
    }

    /**
     * Takes the partition over. If a later owner has it, then this node is behind the others, or
     * what the nodes agreed on was lost while the checkpoints were not: the group gets a later
     * epoch, under which it is taken over again.
     */
    FencedCheckpoints takeOver() {
        try {
            return projection.takeOver(partition);
        } catch (PartitionTakenException e) {
            projection.place().registry().raise(projection.registered(), e.byEpoch());
            throw e;
        }
    }
}
