package dev.chronicle.cluster;

import dev.chronicle.projection.ProjectionStatus;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A projection that the nodes of a cluster share, and this node's part in it. Threads share it.
 *
 * <p>Each of its partitions is run by one of the nodes that have started it. When a node goes or
 * comes, the partitions are shared out anew, and each goes on from its checkpoint. A node that sees
 * no majority of the nodes stops all it has of it.
 */
public final class ClusteredProjection implements AutoCloseable {

    private static final Logger LOG = System.getLogger(ClusteredProjection.class.getName());

    /** Longer than a projection takes that does not stop by itself. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(15);

    private final SharedProjection projection;
    private final Map<Integer, PartitionOwner> owned = new TreeMap<>();

    /** By partition: what was asked for by a later owner is not begun under an earlier epoch. */
    private final Map<Integer, Long> released = new TreeMap<>();

    private final Enrolment enrolment;
    private boolean closed;

    ClusteredProjection(SharedProjection projection) {
        this.projection = projection;
        Distribution.Place place = projection.place();
        place.switchboard()
                .connect(
                        Service.PROJECTIONS,
                        place.scope(),
                        projection.registered(),
                        (_, request) -> release(request));
        enrolment = new Enrolment(place, projection.registered(), this::look);
    }

    /** Its name. */
    public String name() {
        return projection.name();
    }

    /** How many partitions it has. */
    public int partitions() {
        return projection.partitions();
    }

    /**
     * Which node has which partition, the first at 0, as far as this node knows; none if nobody is
     * known to run it.
     */
    public List<Member> owners() {
        return assignment().owners();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** How the partitions are that run on this node, by their numbers. */
    public synchronized Map<Integer, ProjectionStatus> statuses() {
        Map<Integer, ProjectionStatus> statuses = new TreeMap<>();
        owned.forEach((number, owner) -> owner.status().ifPresent(it -> statuses.put(number, it)));
        return statuses;
    }

    private Assignment assignment() {
        return Assignment.of(projection.name(), projection.partitions(), projection.group());
    }

    private void look() {
        boolean majority = projection.place().network().view().majority();
        share(majority ? assignment() : new Assignment(0, List.of()));
    }

    /** Runs what is this node's and nothing else. */
    private synchronized void share(Assignment assignment) {
        List<Integer> own = closed ? List.of() : assignment.of(projection.self());
        owned.forEach(
                (number, owner) -> {
                    if (!own.contains(number) || owner.partition().epoch() != assignment.epoch()) {
                        owner.tellToStop();
                    }
                });
        for (int number : own) {
            Optional<PartitionOwner> before = Optional.ofNullable(owned.get(number));
            if (before.map(it -> it.hasGivenUp(assignment.epoch())).orElse(true)
                    && released.getOrDefault(number, 0L) <= assignment.epoch()) {
                Partition partition =
                        new Partition(number, projection.partitions(), assignment.epoch());
                owned.put(number, new PartitionOwner(projection, partition, before));
            }
        }
    }

    /** A later owner asks for a partition; answered when nothing of it runs here any more. */
    private byte[] release(byte[] request) throws InterruptedException {
        WireReader in = new WireReader(request);
        int number = in.i32();
        long epoch = in.i64();
        in.end();
        Optional<PartitionOwner> owner;
        synchronized (this) {
            if (number < 0 || number >= projection.partitions()) {
                throw new MalformedMessageException("no such partition: number=" + number);
            }
            released.merge(number, epoch, Math::max);
            owner =
                    Optional.ofNullable(owned.get(number))
                            .filter(it -> it.partition().epoch() < epoch);
        }
        if (owner.isPresent()) {
            owner.get().tellToStop();
            owner.get().awaitEnd(Handover.PATIENCE);
        }
        return new WireWriter().toByteArray();
    }

    /**
     * Ends this node's part in it, and keeps the positions; the other nodes go on with it. Closing
     * again does nothing.
     */
    @Override
    public void close() {
        List<PartitionOwner> owners;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            owners = new ArrayList<>(owned.values());
        }
        owners.forEach(PartitionOwner::tellToStop);
        enrolment.stopLooking();
        awaitEnd(owners);
        enrolment.close();
        Distribution.Place place = projection.place();
        place.switchboard().disconnect(Service.PROJECTIONS, place.scope(), projection.registered());
    }

    private static void awaitEnd(List<PartitionOwner> owners) {
        try {
            for (PartitionOwner owner : owners) {
                if (!owner.awaitEnd(CLOSE_PATIENCE)) {
                    LOG.log(Level.ERROR, "a partition does not stop: " + owner.partition());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
