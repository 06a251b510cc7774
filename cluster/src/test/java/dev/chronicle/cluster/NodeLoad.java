package dev.chronicle.cluster;

import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.EventStoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * A node at work: appends to every log that is offered anywhere, and registers and unregisters
 * workers of its own, one thing after the other of each kind. It remembers what it was promised.
 */
final class NodeLoad {

    /** Registered and unregistered again and again. */
    static final String STORE = "churn";

    /** What the names of logs begin with. */
    static final String LOG = "log-";

    private static final long APPEND_EVERY_NANOS = 10_000_000;
    private static final long REGISTER_EVERY_NANOS = 30_000_000;

    private final ClusterNode node;
    private final Map<String, List<String>> acknowledged = new TreeMap<>();
    private final SortedSet<String> registered = new TreeSet<>();
    private final Thread appending;
    private final Thread registering;
    private volatile boolean ended;
    private int refused;

    NodeLoad(ClusterNode node) {
        this.node = node;
        appending = Thread.ofVirtual().name("appending").start(this::appendAll);
        registering = Thread.ofVirtual().name("registering").start(this::registerAll);
    }

    private void appendAll() {
        try {
            for (int i = 0; !ended; i++) {
                for (String log : node.registry().stores()) {
                    if (log.startsWith(LOG)) {
                        append(log, "%s-%06d".formatted(node.network().self(), i));
                    }
                }
                LockSupport.parkNanos(APPEND_EVERY_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(String log, String id) throws InterruptedException {
        NewEvent event = NewEvent.of(new StreamId("load", id), "Happened").id(id).build();
        try {
            var _ = node.gateway().execute(log, store -> store.append(List.of(event)).get());
            synchronized (acknowledged) {
                acknowledged.computeIfAbsent(log, _ -> new ArrayList<>()).add(id);
            }
        } catch (ClusterException | EventStoreException e) {
            // whether it is stored is not known, and the checker does not ask for it
            refused++;
        }
    }

    /** What is refused is not registered, sooner or later; that it is told so is not needed. */
    private void registerAll() {
        for (int i = 0; !ended; i++) {
            String worker = "w" + i % 7;
            try {
                var _ = node.registry().register(STORE, worker);
                registered.add(worker);
                if (i % 3 != 0) {
                    registered.remove(worker);
                    var _ = node.registry().unregister(STORE, worker);
                }
            } catch (NoMajorityException e) {
                refused++;
            }
            LockSupport.parkNanos(REGISTER_EVERY_NANOS);
        }
    }

    /** Stops, and waits for what is under way. */
    void end() throws InterruptedException {
        ended = true;
        appending.join();
        registering.join();
    }

    /** The ids of events that are stored in a log, in the order in which that was said. */
    List<String> acknowledged(String log) {
        synchronized (acknowledged) {
            return List.copyOf(acknowledged.getOrDefault(log, List.of()));
        }
    }

    /** The workers that are registered; to be asked for after the end. */
    List<String> registered() {
        return List.copyOf(registered);
    }
}
