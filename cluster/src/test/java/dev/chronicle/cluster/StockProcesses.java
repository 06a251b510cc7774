package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A cluster of {@link StockProgram}s on one PostgreSQL. For one thread. */
final class StockProcesses implements AutoCloseable {

    /** A node tries for half a minute to join, where it is still taken for alive. */
    private static final Duration TO_START = Duration.ofSeconds(90);

    /** So often a caller has to be answered to be at work. */
    private static final int ENOUGH = Boolean.getBoolean("chronicle.slow") ? 20 : 5;

    /**
     * Where and how they run.
     *
     * @param directory what they keep, and their warnings
     * @param addresses {@code host:port} by name
     * @param before what stands in front of the command that starts one
     * @param url of the database
     * @param secret one, or none
     */
    record Place(
            Path directory,
            Map<String, String> addresses,
            Function<String, List<String>> before,
            String url,
            List<String> secret) {}

    private final Place place;
    private final Map<String, StockProcess> running = new TreeMap<>();
    private final List<StockProcess> all = new ArrayList<>();

    StockProcesses(Place place) {
        this.place = place;
        PostgresEventStore.open(PostgresOptions.of(place.url)).close();
    }

    /** Starts some, and returns when they take part. */
    void start(Collection<String> names) {
        names.forEach(this::start);
        names.forEach(it -> get(it).awaitReady(TO_START));
    }

    private void start(String name) {
        String cluster =
                place.addresses.entrySet().stream()
                        .map(it -> it.getKey() + "=" + it.getValue())
                        .collect(Collectors.joining(","));
        List<String> arguments = new ArrayList<>(List.of(name, name + all.size(), cluster));
        arguments.add(place.directory.resolve(name).toString());
        arguments.add(place.url);
        arguments.addAll(place.secret);
        try {
            StockProcess process =
                    StockProcess.start(
                            place.before.apply(name),
                            place.directory.resolve(name + ".log"),
                            arguments);
            running.put(name, process);
            all.add(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StockProcess get(String name) {
        return Objects.requireNonNull(running.get(name), name);
    }

    /** Those that run and are not taken out, by their names. */
    Map<String, StockProcess> running() {
        return running;
    }

    /** All that ever ran. */
    List<StockProcess> all() {
        return List.copyOf(all);
    }

    /** Waits until all callers of all that run are answered. */
    void awaitWork() {
        awaitServed(running.values(), System.nanoTime());
    }

    /** Waits until commands of all their callers were carried out or rejected since then. */
    static void awaitServed(Collection<StockProcess> processes, long since) {
        for (StockProcess process : processes) {
            Eventually.eventually(
                    process.run + " is answered", () -> process.output.isServed(since, ENOUGH));
        }
    }

    /** Waits until one of them has handled an event since then. */
    static void awaitHandled(Collection<StockProcess> processes, long since) {
        Eventually.eventually(
                "the projection goes on",
                () -> processes.stream().anyMatch(it -> it.output.hasHandled(since)));
    }

    /** The longest time that anybody waited for an answer that came since then. */
    static Duration longestWait(Collection<StockProcess> processes, long since) {
        return processes.stream()
                .map(it -> it.output.longestWait(since))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    /** The longest time since then in which none of them handled an event. */
    static Duration longestRest(Collection<StockProcess> processes, long since) {
        long longest = 0;
        long last = since;
        for (long at : handledAt(processes, since)) {
            longest = Math.max(longest, at - last);
            last = at;
        }
        return Duration.ofNanos(longest);
    }

    private static List<Long> handledAt(Collection<StockProcess> processes, long since) {
        return processes.stream()
                .flatMap(it -> it.output.handled().stream())
                .map(StockOutput.Handled::at)
                .filter(it -> it > since)
                .sorted()
                .toList();
    }

    /** The node that has handled the latest event. */
    String projectionOwner() {
        return running.values().stream()
                .max(Comparator.comparingLong(it -> it.output.lastHandled().at()))
                .orElseThrow()
                .node;
    }

    /** Has them give no more commands, waits until all is handled, and checks what came of it. */
    void finishAndCheck() throws IOException {
        for (StockProcess process : running.values()) {
            process.endInput();
        }
        for (StockProcess process : running.values()) {
            Eventually.eventually(process.run + " is done", () -> process.output.said("done"));
        }
        try (PostgresEventStore store = PostgresEventStore.open(PostgresOptions.of(place.url));
                Stream<Event> events = store.read(Query.all(), Position.START)) {
            List<Event> stored = events.toList();
            Eventually.eventually(
                    "the last event is handled",
                    () ->
                            running.values().stream()
                                    .anyMatch(
                                            it ->
                                                    it.output.lastHandled().position()
                                                            == stored.size()));
            new StockChecker(all).check(stored);
        }
    }

    @Override
    public void close() {
        all.forEach(StockProcess::close);
    }
}
