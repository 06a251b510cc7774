package dev.chronicle.server.it.aggregator;

import tools.jackson.databind.JsonNode;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** What {@code GET /audit/summary} says. */
record Summary(Tally total, Map<String, Tally> byTopic, Map<String, Tally> byWorker) {

    static Summary of(JsonNode json) {
        return new Summary(
                Tally.of(json, "total_"),
                tallies(json.get("by_topic")),
                tallies(json.get("by_worker")));
    }

    private static Map<String, Tally> tallies(JsonNode json) {
        Map<String, Tally> tallies = new TreeMap<>();
        json.propertyStream()
                .forEach(each -> tallies.put(each.getKey(), Tally.of(each.getValue(), "")));
        return tallies;
    }

    static Tally sum(Collection<Tally> tallies) {
        return tallies.stream().reduce(Tally.NOTHING, Tally::plus);
    }

    /** What must hold at every moment, as long as nothing fails. */
    boolean addsUp() {
        return sum(byTopic.values()).equals(total)
                && sum(byWorker.values()).equals(total)
                && Tally.of(total.processed(), total.dropped()).equals(total);
    }
}
