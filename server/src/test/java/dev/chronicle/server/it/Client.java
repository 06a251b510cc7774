package dev.chronicle.server.it;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Talks to a server over HTTP. Threads may share it. */
public final class Client {

    /** Takes names of any length: those of topics are the clients' own. */
    public static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength(Integer.MAX_VALUE)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(20))
                    .build();
    private final String url;

    public Client(ServerProcess server) {
        url = server.url();
    }

    public static String event(String actor, String action, String type, String id) {
        return JSON.writeValueAsString(
                Map.of("actor", actor, "action", action, "resource_type", type, "resource_id", id));
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody());
    }

    public HttpResponse<String> post(String json, String... headers)
            throws IOException, InterruptedException {
        return send("POST", "/events", BodyPublishers.ofString(json), headers);
    }

    public HttpResponse<String> send(
            String method, String path, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** The id of an event that was accepted. */
    public String accept(String json, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = post(json, headers);
        if (response.statusCode() != 202) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body()).get("id").stringValue();
    }

    public JsonNode list(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = get("/events" + query);
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }

    public List<String> ids(String query) throws IOException, InterruptedException {
        return ids(list(query));
    }

    public static List<String> ids(JsonNode events) {
        return events.valueStream().map(event -> event.get("id").stringValue()).toList();
    }

    /** The path of the next page, empty if there is none. */
    static String next(HttpResponse<String> page) {
        Matcher link = NEXT.matcher(page.headers().firstValue("Link").orElse(""));
        return link.find() ? link.group(1) : "";
    }
}
