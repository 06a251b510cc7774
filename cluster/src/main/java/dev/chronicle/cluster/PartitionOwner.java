package dev.chronicle.cluster;

import dev.chronicle.event.Position;
import dev.chronicle.projection.ProjectionStatus;
import dev.chronicle.projection.Projections;
import dev.chronicle.projection.RunningProjection;
import dev.chronicle.supervision.Backoff;
import dev.chronicle.supervision.SupervisorOptions;
import dev.chronicle.telemetry.TelemetryEvent;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * This node's time with one partition: waits until earlier owners that can be reached have let go
 * of it, takes it over from the checkpoint, runs it, and ends when it is told to. What fails on the
 * way is tried again. Threads share it.
 */
final class PartitionOwner {

    private static final Logger LOG = System.getLogger(PartitionOwner.class.getName());

    private final SharedProjection projection;
    private final Partition partition;
    private final Handover handover;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable RunningProjection running;

    /**
     * Begins.
     *
     * @param before what this node ran of the partition before, if anything; it is waited for
     */
    PartitionOwner(
            SharedProjection projection, Partition partition, Optional<PartitionOwner> before) {
        this.projection = projection;
        this.partition = partition;
        handover = new Handover(projection, partition);
        Thread thread = projection.place().threads().newThread(() -> own(before));
        thread.setName(projection.name() + "/" + partition.number());
        thread.start();
    }

    Partition partition() {
        return partition;
    }

    /** How its projection is; nothing while it does not run. */
    Optional<ProjectionStatus> status() {
        return Optional.ofNullable(running).map(RunningProjection::status);
    }

    /** Whether another is to begin at this epoch: it is an earlier one, or was told to end. */
    boolean hasGivenUp(long epoch) {
        return partition.epoch() < epoch || (partition.epoch() == epoch && stop.getCount() == 0);
    }

    /** Tells it to end, and does not wait. */
    void tellToStop() {
        stop.countDown();
    }

    /** Waits until nothing of it runs any more. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void own(Optional<PartitionOwner> before) {
        try {
            if (before.isPresent()) {
                before.get().ended.await();
            }
            ownUntilToldToStop();
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "told to end");
        } finally {
            ended.countDown();
        }
    }

    private void ownUntilToldToStop() throws InterruptedException {
        SupervisorOptions supervision = projection.work().options().supervision();
        Backoff backoff = supervision.backoff();
        for (int failures = 1; stop.getCount() > 0; failures++) {
            try {
                handover.awaitRelease(stop);
                if (stop.getCount() > 0) {
                    run(handover.takeOver());
                }
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a partition is not taken over yet: " + partition, e);
                Duration wait = backoff.delay(failures, supervision.random());
                if (stop.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        }
    }

    private void run(FencedCheckpoints checkpoints) throws InterruptedException {
        Position from = checkpoints.load(projection.name());
        SharedProjection.Work work = projection.work();
        try (Projections projections =
                new Projections(projection.events(partition), checkpoints, work.options())) {
            running = projections.start(projection.part(partition));
            tell(
                    new TelemetryEvent.PartitionTaken(
                            projection.name(),
                            partition.number(),
                            partition.epoch(),
                            from.value()));
            stop.await();
        } finally {
            RunningProjection last = running;
            running = null;
            if (last != null) {
                tell(
                        new TelemetryEvent.PartitionLeft(
                                projection.name(),
                                partition.number(),
                                partition.epoch(),
                                last.status().position().value()));
            }
        }
    }

    private void tell(TelemetryEvent event) {
        projection.work().options().telemetry().emit(event);
    }
}
