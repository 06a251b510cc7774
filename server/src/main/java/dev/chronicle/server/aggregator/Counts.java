package dev.chronicle.server.aggregator;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Deliveries counted by topic and by worker. Every delivery counts once in each. Not for several
 * threads.
 */
final class Counts {

    private final Tally total = new Tally();
    private final SortedMap<String, Tally> topics = new TreeMap<>();
    private final SortedMap<Integer, Tally> workers = new TreeMap<>();

    /** Counts a delivery that left an event of this type. */
    void count(String topic, int worker, String type) {
        total.count(type);
        topics.computeIfAbsent(topic, _ -> new Tally()).count(type);
        workers.computeIfAbsent(worker, _ -> new Tally()).count(type);
    }

    void addTopic(String topic, Tally tally) {
        total.add(tally);
        topics.computeIfAbsent(topic, _ -> new Tally()).add(tally);
    }

    void addWorker(int worker, Tally tally) {
        workers.computeIfAbsent(worker, _ -> new Tally()).add(tally);
    }

    void add(Counts other) {
        other.topics.forEach(this::addTopic);
        other.workers.forEach(this::addWorker);
    }

    Counts copy() {
        Counts copy = new Counts();
        copy.add(this);
        return copy;
    }

    Tally total() {
        return total;
    }

    SortedMap<String, Tally> topics() {
        return topics;
    }

    SortedMap<Integer, Tally> workers() {
        return workers;
    }
}
