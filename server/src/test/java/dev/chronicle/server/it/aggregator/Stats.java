package dev.chronicle.server.it.aggregator;

import tools.jackson.databind.JsonNode;

import java.util.List;

/** What {@code GET /stats} says. */
record Stats(long received, long unique, long dropped, List<String> topics, long uptime) {

    static Stats of(JsonNode json) {
        return new Stats(
                json.get("received").asLong(),
                json.get("unique_processed").asLong(),
                json.get("duplicated_dropped").asLong(),
                json.get("topics").valueStream().map(JsonNode::stringValue).toList(),
                json.get("uptime").asLong());
    }

    /** What must hold at every moment. */
    boolean addsUp() {
        return received == unique + dropped;
    }

    /** What came after {@code earlier}. */
    Tally since(Stats earlier) {
        return Tally.of(unique - earlier.unique, dropped - earlier.dropped);
    }

    Tally tally() {
        return Tally.of(unique, dropped);
    }
}
