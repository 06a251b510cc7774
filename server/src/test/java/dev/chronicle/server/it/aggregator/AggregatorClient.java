package dev.chronicle.server.it.aggregator;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.ServerProcess;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Talks to the log aggregator of a server. Threads may share it. */
final class AggregatorClient {

    private final Client client;
    private final String prefix;

    private AggregatorClient(Client client, String prefix) {
        this.client = client;
        this.prefix = prefix;
    }

    /** At the paths that only the aggregator has. */
    AggregatorClient(ServerProcess server) {
        this(new Client(server), "/aggregator");
    }

    /** The same at the root of the server. */
    AggregatorClient atTheRoot() {
        return new AggregatorClient(client, "");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.get(prefix + path);
    }

    HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(method, prefix + path, BodyPublishers.noBody());
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return post(body.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> post(byte[] body) throws IOException, InterruptedException {
        return client.send("POST", prefix + "/publish", BodyPublishers.ofByteArray(body));
    }

    void publish(Entry... batch) throws IOException, InterruptedException {
        publish(List.of(batch));
    }

    /**
     * Publishes a batch, which is then acknowledged.
     *
     * @throws IOException if there was no answer
     * @throws IllegalStateException if it was refused
     */
    void publish(List<Entry> batch) throws IOException, InterruptedException {
        HttpResponse<String> response = post(Entry.batch(batch));
        String acknowledged =
                "{\"status\":\"success\",\"message\":\"Published %d events\",\"events_count\":%d}"
                        .formatted(batch.size(), batch.size());
        if (response.statusCode() != 200 || !response.body().equals(acknowledged)) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return Client.JSON.readTree(response.body());
    }

    /** Those of a topic, with their count. */
    JsonNode topic(String topic) throws IOException, InterruptedException {
        return json("/events?topic=" + encoded(topic));
    }

    /** Those of a topic, as they stand in the list. */
    List<JsonNode> events(String topic) throws IOException, InterruptedException {
        return topic(topic).get("events").valueStream().toList();
    }

    List<String> ids(String topic) throws IOException, InterruptedException {
        return texts(events(topic), "event_id");
    }

    /** Those of all topics. Not at the root. */
    List<JsonNode> allEvents() throws IOException, InterruptedException {
        return json("/events").get("events").valueStream().toList();
    }

    Stats stats() throws IOException, InterruptedException {
        return Stats.of(json("/stats"));
    }

    /**
     * @param query such as {@code ?topic=t}, or empty
     */
    List<JsonNode> trail(String query) throws IOException, InterruptedException {
        return json("/audit" + query).get("audit_logs").valueStream().toList();
    }

    Summary summary() throws IOException, InterruptedException {
        return Summary.of(json("/audit/summary"));
    }

    /** What the summary says of a topic; nothing where it does not know it. */
    Tally tally(String topic) throws IOException, InterruptedException {
        return summary().byTopic().getOrDefault(topic, Tally.NOTHING);
    }

    static List<String> texts(List<JsonNode> nodes, String name) {
        return nodes.stream().map(node -> node.get(name).stringValue()).toList();
    }
}
