package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the whole audit trail of a topic, which is longer than an answer. */
final class TrailWalk {

    private static final int LIMIT = 1000;

    private TrailWalk() {}

    /** Newest first. A page begins where the last one ended, with the rows of that moment again. */
    static List<JsonNode> ofTopic(AggregatorClient aggregator, String topic)
            throws IOException, InterruptedException {
        String query = "?limit=" + LIMIT + "&topic=" + AggregatorClient.encoded(topic) + "&to=";
        List<JsonNode> rows = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        String to = "";
        while (true) {
            List<JsonNode> page = aggregator.trail(query + to);
            int before = rows.size();
            page.stream().filter(row -> seen.add(row.get("id").asLong())).forEach(rows::add);
            if (page.size() < LIMIT) {
                return rows;
            }
            assertThat(rows.size()).as("rows of one moment fill a page").isGreaterThan(before);
            to = page.getLast().get("created_at").stringValue();
        }
    }
}
