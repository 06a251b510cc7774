package dev.chronicle.server.it.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.Client;
import dev.chronicle.server.it.LaunchedServer;
import dev.chronicle.server.it.ServerProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class HealthIT {

    private final AggregatorClient aggregator;

    HealthIT(ServerProcess server) {
        aggregator = new AggregatorClient(server);
    }

    @Test
    void it_is_healthy_and_ready() throws Exception {
        HttpResponse<String> health = aggregator.get("/health");
        HttpResponse<String> ready = aggregator.get("/ready");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).isEqualTo("{\"status\":\"healthy\"}");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void at_the_root_too_and_more_is_said_there() throws Exception {
        JsonNode health = Client.JSON.readTree(aggregator.atTheRoot().get("/health").body());

        assertThat(health.get("status").stringValue()).isEqualTo("healthy");
        assertThat(health.at("/aggregator/workers")).hasSize(4);
        assertThat(aggregator.atTheRoot().get("/ready").body()).isEqualTo("{\"status\":\"ready\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void the_root_says_that_it_runs(String path) throws Exception {
        HttpResponse<String> root = aggregator.get(path);

        assertThat(root.statusCode()).isEqualTo(200);
        assertThat(root.body()).isEqualTo("{\"message\":\"ChronicleWeaver is running...\"}");
        assertThat(aggregator.atTheRoot().get(path).body()).isEqualTo(root.body());
    }

    @Test
    void it_describes_itself_to_people_and_to_programs() throws Exception {
        HttpResponse<String> docs = aggregator.get("/docs");
        HttpResponse<String> description = aggregator.get("/openapi.json");

        assertThat(docs.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        JsonNode openApi = Client.JSON.readTree(description.body());
        assertThat(openApi.get("openapi").stringValue()).startsWith("3.1");
        assertThat(openApi.get("paths").propertyNames())
                .contains("/publish", "/stats", "/audit", "/audit/summary", "/ready");
        assertThat(aggregator.atTheRoot().get("/docs").statusCode()).isEqualTo(200);
        assertThat(aggregator.atTheRoot().get("/openapi.json").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready"})
    void it_stays_so_while_many_publish(String path) throws Exception {
        Together.run(
                8,
                publisher -> {
                    for (int i = 0; i < 10; i++) {
                        aggregator.publish(
                                Entry.several(path, "%d-%d-".formatted(publisher, i), 50));
                        assertThat(aggregator.get(path).statusCode()).isEqualTo(200);
                    }
                });
    }

    @Test
    void refused_requests_do_not_make_it_unhealthy() throws Exception {
        for (String body : new String[] {"", "{", "[]", "{\"events\":[{}]}", "\u0000"}) {
            assertThat(aggregator.post(body).statusCode()).isEqualTo(422);
        }
        assertThat(aggregator.get("/health").statusCode()).isEqualTo(200);
        assertThat(aggregator.get("/ready").statusCode()).isEqualTo(200);
    }
}
