package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes batch after batch to a topic of its own, and a little to one that all share. Repeats a
 * batch until it is acknowledged, whatever becomes of the server; every attempt names itself as the
 * source.
 */
final class StubbornPublisher implements Runnable {

    static final String SHARED = "shared";

    private static final int FRESH = 20;
    private static final int REPEATED = 5;
    private static final int OF_SHARED = 3;

    /** As many ids as the shared topic gets events from. */
    private static final int SHARED_IDS = 50;

    private final int number;
    private final Servers servers;
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> attempted = new ArrayList<>();
    private final Set<String> sharedIds = new TreeSet<>();
    private int batches;

    StubbornPublisher(int number, Servers servers) {
        this.number = number;
        this.servers = servers;
    }

    private String topic() {
        return "publisher-" + number;
    }

    @Override
    public void run() {
        try {
            AggregatorClient server = null;
            do {
                server = publishUntilAcknowledged(server);
                batches++;
            } while (!servers.isLast());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private AggregatorClient publishUntilAcknowledged(@Nullable AggregatorClient before)
            throws InterruptedException {
        AggregatorClient server = before == null ? servers.await(null) : before;
        for (int attempt = 0; true; attempt++) {
            String source = number + "/" + batches + "/" + attempt;
            attempted.add(source);
            try {
                server.publish(batch(source));
                acknowledged.add(source);
                servers.acknowledge();
                return server;
            } catch (IOException | IllegalStateException e) {
                // killed, or stopping: the next one hears it again
                server = servers.await(server);
            }
        }
    }

    private List<Entry> batch(String source) {
        List<Entry> batch = new ArrayList<>();
        IntStream.range(0, FRESH).forEach(i -> batch.add(Entry.of(topic(), batches + "-" + i)));
        IntStream.range(0, REPEATED)
                .forEach(i -> batch.add(Entry.of(topic(), batches / 2 + "-" + i)));
        for (int i = 0; i < OF_SHARED; i++) {
            String id = "s" + (number + 7 * batches + i) % SHARED_IDS;
            sharedIds.add(id);
            batch.add(Entry.of(SHARED, id));
        }
        return batch.stream().map(entry -> entry.from(source)).toList();
    }

    Set<String> sharedIds() {
        return sharedIds;
    }

    /**
     * When it has ended: each batch is there once, and each attempt left all of its trail or none.
     */
    void assertAllThere(AggregatorClient aggregator) throws InterruptedException {
        assertThat(acknowledged).hasSize(batches);
        try {
            assertEventsAreWhole(aggregator.events(topic()));
            assertAttemptsAreWhole(TrailWalk.ofTopic(aggregator, topic()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertEventsAreWhole(List<JsonNode> events) {
        assertThat(AggregatorClient.texts(events, "event_id"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, batches)
                                .boxed()
                                .flatMap(b -> IntStream.range(0, FRESH).mapToObj(i -> b + "-" + i))
                                .toList());
        Map<String, Long> perAttempt =
                AggregatorClient.texts(events, "source").stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(perAttempt).hasSize(batches);
        assertThat(perAttempt.values()).containsOnly((long) FRESH);
        assertThat(attempted).containsAll(perAttempt.keySet());
    }

    private void assertAttemptsAreWhole(List<JsonNode> trail) {
        Map<String, Long> perAttempt =
                AggregatorClient.texts(trail, "source").stream()
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(perAttempt.values()).containsOnly(3L * (FRESH + REPEATED));
        assertThat(perAttempt.keySet()).containsAll(acknowledged).isSubsetOf(attempted);
    }
}
