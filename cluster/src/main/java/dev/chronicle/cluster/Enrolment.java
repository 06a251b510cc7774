package dev.chronicle.cluster;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * That this node works for something: it registers as soon as a majority can be reached, looks
 * after every change of the nodes or the registry, and once a second. Threads share it.
 */
final class Enrolment implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Enrolment.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final String WORKER = "node";

    private final Distribution.Place place;
    private final String registered;
    private final Runnable look;
    private final WorkerRegistry.Attachment registry;
    private final Rounds rounds;
    private volatile boolean enrolled;
    private volatile boolean closed;

    /**
     * Enrols the node.
     *
     * @param registered the id in the registry
     * @param look is called on a thread of its own; must not wait long
     */
    Enrolment(Distribution.Place place, String registered, Runnable look) {
        this.place = place;
        this.registered = registered;
        this.look = look;
        rounds = new Rounds(registered, LOOK_EVERY, this::round);
        registry = place.registry().onChange(rounds::soon);
        place.network().onView(_ -> rounds.soon());
        rounds.soon();
    }

    /** What an earlier process of this node has registered counts when this one has, too. */
    private void round() {
        if (enrolled) {
            look.run();
        }
        boolean known = place.registry().group(registered).nodes().contains(self());
        if (!(enrolled && known) && !closed && place.network().view().majority()) {
            var _ = place.registry().register(registered, WORKER);
            enrolled = true;
            look.run();
        }
    }

    private Member self() {
        return place.network().self();
    }

    /** Does not look any more, and is still registered. */
    void stopLooking() {
        closed = true;
        registry.close();
        rounds.close();
    }

    /** Takes the node out; the registry does it as soon as it can, if it cannot now. */
    @Override
    public void close() {
        stopLooking();
        try {
            place.registry().unregister(registered, WORKER);
        } catch (ClusterException e) {
            LOG.log(Level.DEBUG, "the registry takes this node out later", e);
        }
    }
}
