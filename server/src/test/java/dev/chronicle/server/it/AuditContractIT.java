package dev.chronicle.server.it;

import static dev.chronicle.server.it.Client.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;

@Timeout(120)
@ExtendWith(LaunchedServer.class)
class AuditContractIT {

    private final ServerProcess server;
    private final Client client;

    AuditContractIT(ServerProcess server) {
        this.server = server;
        client = new Client(server);
    }

    @Nested
    class Post {

        @Test
        void answers_202_with_the_id_in_the_order_of_the_contract() throws Exception {
            HttpResponse<String> response = client.post(event("post", "create", "doc", "1"));

            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body())
                    .matches("\\{\"status\":\"accepted\",\"id\":\"[0-9a-f-]{36}\"}");
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        }

        @Test
        void what_was_accepted_is_listed_with_the_keys_in_the_order_of_the_contract()
                throws Exception {
            Instant before = Instant.now();
            String id = client.accept(event("key-order", "update", "doc", "7"));
            String body = client.get("/events?actor=key-order").body();

            assertThat(body)
                    .matches(
                            "\\[\\{\"id\":\""
                                    + id
                                    + "\",\"actor\":\"key-order\",\"action\":\"update\","
                                    + "\"resource_type\":\"doc\",\"resource_id\":\"7\","
                                    + "\"timestamp\":\"[0-9T:-]+\\.[0-9]{3}Z\"}]");
            Instant timestamp =
                    Instant.parse(Client.JSON.readTree(body).get(0).get("timestamp").stringValue());
            assertThat(timestamp).isBetween(before.minusMillis(1), Instant.now());
        }

        @Test
        void optional_fields_come_back_where_they_were_given_and_unknown_ones_do_not()
                throws Exception {
            String id =
                    client.accept(
                            """
                            {"unknown":{"deep":[1,{}]},"metadata":{"ip":"::1","":"é\\n"},
                             "timestamp":"1999-01-01T00:00:00Z","correlation_id":"c-1",
                             "actor":"optional","action":"a","resource_type":"t","resource_id":"i"}
                            """);
            JsonNode event = client.list("?actor=optional").get(0);

            assertThat(event.get("id").stringValue()).isEqualTo(id);
            assertThat(event.propertyNames())
                    .containsExactly(
                            "id",
                            "actor",
                            "action",
                            "resource_type",
                            "resource_id",
                            "timestamp",
                            "correlation_id",
                            "metadata");
            assertThat(event.get("metadata").get("").stringValue()).isEqualTo("é\n");
            assertThat(event.get("timestamp").stringValue()).doesNotStartWith("1999");
        }

        @Test
        void the_same_id_again_is_accepted_and_stores_nothing() throws Exception {
            String first =
                    event("repeat", "create", "doc", "1").replaceFirst("}$", ",\"id\":\"r-1\"}");
            String second =
                    event("repeat", "delete", "doc", "2").replaceFirst("}$", ",\"id\":\"r-1\"}");

            assertThat(client.accept(first)).isEqualTo("r-1");
            assertThat(client.accept(first)).isEqualTo("r-1");
            assertThat(client.accept(second)).isEqualTo("r-1");
            assertThat(client.accept(event("x", "y", "z", "0"), "Idempotency-Key", "r-1"))
                    .isEqualTo("r-1");
            assertThat(client.list("?actor=repeat").valueStream())
                    .singleElement()
                    .satisfies(
                            it -> assertThat(it.get("action").stringValue()).isEqualTo("create"));
        }

        @Test
        void the_header_is_the_id() throws Exception {
            assertThat(client.accept(event("header", "a", "t", "1"), "Idempotency-Key", "h 1/?"))
                    .isEqualTo("h 1/?")
                    .isEqualTo(client.ids("?actor=header").getFirst());
            String both = event("header", "a", "t", "1").replaceFirst("}$", ",\"id\":\"h-2\"}");
            assertThat(client.accept(both, "Idempotency-Key", "h-2")).isEqualTo("h-2");
            HttpResponse<String> different = client.post(both, "Idempotency-Key", "h-3");
            assertThat(different.statusCode()).isEqualTo(400);
            assertThat(different.body()).contains("Idempotency-Key");
        }

        @Test
        void any_text_is_kept_as_it_is() throws Exception {
            String actor = "ünïcode \"quoted\" \\ \u0001 \ud83d\ude80 / \u2028 end";
            client.accept(event(actor, "", " ", "/"));
            List<String> actors = new ArrayList<>();
            client.list("?resource_id=%2F&resource_type=+")
                    .valueStream()
                    .forEach(it -> actors.add(it.get("actor").stringValue()));

            assertThat(actors).containsExactly(actor);
        }

        @Test
        void the_content_type_does_not_matter() throws Exception {
            client.accept(event("type", "a", "t", "1"), "Content-Type", "text/plain");
        }

        @Test
        void a_body_of_exactly_8_000_000_bytes_is_accepted_and_one_more_is_not() throws Exception {
            String start = event("large", "a", "t", "1").replaceFirst("}$", ",\"pad\":\"");
            String largest = start + "x".repeat(8_000_000 - start.length() - 2) + "\"}";

            client.accept(largest);
            HttpResponse<String> over = client.post(largest + " ");
            assertThat(over.statusCode()).isEqualTo(413);
            assertThat(Client.JSON.readTree(over.body()).get("error").isString()).isTrue();
            HttpResponse<String> chunked =
                    client.send(
                            "POST",
                            "/events",
                            BodyPublishers.ofByteArrays(
                                    Collections.nCopies(9, new byte[1_000_000])));
            assertThat(chunked.statusCode()).isEqualTo(413);
            assertThat(client.ids("?actor=large")).hasSize(1);
        }
    }

    @Nested
    class Listing {

        @Test
        void newest_come_first_unless_asked_otherwise() throws Exception {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(client.accept(event("order", "a" + i, "t", "1")));
            }

            assertThat(client.ids("?actor=order&order=asc")).isEqualTo(ids);
            assertThat(client.ids("?actor=order&order=desc")).isEqualTo(ids.reversed());
            assertThat(client.ids("?actor=order")).isEqualTo(ids.reversed());
        }

        @Test
        void filters_combine() throws Exception {
            String a = client.accept(event("f1", "read", "ft/x", "1"));
            String b = client.accept(event("f1", "write", "ft", "x/1"));
            String c = client.accept(event("f2", "read", "ft", "x/1"));

            assertThat(client.ids("?resource_type=ft&order=asc")).containsExactly(b, c);
            assertThat(client.ids("?resource_id=x%2F1&order=asc")).containsExactly(b, c);
            assertThat(client.ids("?resource_type=ft%2Fx&resource_id=1")).containsExactly(a);
            assertThat(client.ids("?actor=f1&action=read")).containsExactly(a);
            assertThat(client.ids("?actor=f1&resource_type=ft&resource_id=x/1&action=write"))
                    .containsExactly(b);
            assertThat(client.ids("?actor=f1&action=nothing")).isEmpty();
            assertThat(client.ids("?actor=f2&unknown=ignored")).containsExactly(c);
        }

        @ParameterizedTest
        @ValueSource(strings = {"asc", "desc"})
        void pages_lead_through_everything_once(String order) throws Exception {
            String actor = "page-" + order;
            for (int i = 0; i < 10; i++) {
                client.accept(event(actor, "a&b=c", "t", "" + i));
            }
            List<String> seen = new ArrayList<>();
            String path =
                    "/events?limit=3&actor=" + actor + "&order=" + order + "&action=a%26b%3Dc";
            int pages = 0;
            while (!path.isEmpty()) {
                HttpResponse<String> page = client.get(path);
                seen.addAll(Client.ids(Client.JSON.readTree(page.body())));
                path = Client.next(page);
                pages++;
            }

            assertThat(pages).isEqualTo(4);
            assertThat(seen).isEqualTo(client.ids("?actor=" + actor + "&order=" + order));
        }

        @Test
        void a_page_that_is_just_full_has_no_next() throws Exception {
            for (int i = 0; i < 3; i++) {
                client.accept(event("full", "a", "t", "" + i));
            }
            assertThat(Client.next(client.get("/events?actor=full&limit=3"))).isEmpty();
            assertThat(Client.next(client.get("/events?actor=full&limit=2"))).isNotEmpty();
        }

        @Test
        void from_and_to_are_inclusive_and_agree_with_the_timestamps() throws Exception {
            for (int i = 0; i < 20; i++) {
                client.accept(event("times", "a", "t", "" + i));
            }
            JsonNode all = client.list("?actor=times&order=asc");
            String from = all.get(5).get("timestamp").stringValue();
            String to = all.get(12).get("timestamp").stringValue();
            List<String> expected =
                    all.valueStream()
                            .filter(
                                    it -> {
                                        String at = it.get("timestamp").stringValue();
                                        return at.compareTo(from) >= 0 && at.compareTo(to) <= 0;
                                    })
                            .map(it -> it.get("id").stringValue())
                            .toList();

            String range = "?actor=times&from=" + from + "&to=" + to;
            assertThat(expected).hasSizeGreaterThanOrEqualTo(8);
            assertThat(client.ids(range + "&order=asc")).isEqualTo(expected);
            assertThat(client.ids(range)).isEqualTo(expected.reversed());
            assertThat(client.ids("?actor=times&from=2999-01-01")).isEmpty();
            assertThat(client.ids("?actor=times&to=1999-01-01T00:00:00Z")).isEmpty();
            assertThat(client.ids("?actor=times&from=" + to.replace("Z", "%2B00:00")))
                    .contains(all.get(12).get("id").stringValue());
        }

        @ParameterizedTest
        @CsvSource({
            "limit=0,limit", "limit=10001,limit", "limit=x,limit", "limit=,limit",
            "order=up,order", "from=today,from", "to=2025-13-01,to", "after=!,after",
            "limit=1&limit=2,limit"
        })
        void a_bad_parameter_is_named(String query, String parameter) throws Exception {
            HttpResponse<String> response = client.get("/events?" + query);

            assertThat(response.statusCode()).isEqualTo(400);
            JsonNode body = Client.JSON.readTree(response.body());
            assertThat(body.get("error").isString()).isTrue();
            assertThat(body.get("detail").stringValue()).startsWith(parameter + " ");
        }
    }

    @Nested
    class EverythingElse {

        @Test
        void health_says_how_it_is() throws Exception {
            HttpResponse<String> response = client.get("/health");

            assertThat(response.statusCode()).isEqualTo(200);
            JsonNode body = Client.JSON.readTree(response.body());
            assertThat(response.body()).startsWith("{\"status\":\"healthy\"");
            assertThat(body.get("consumers").size()).isEqualTo(3);
            assertThat(body.get("queue").get("depth").isNumber()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE"})
        void other_methods_are_not_allowed(String method) throws Exception {
            HttpResponse<String> response = client.send(method, "/events", BodyPublishers.noBody());

            assertThat(response.statusCode()).isEqualTo(405);
            assertThat(response.headers().firstValue("Allow")).contains("GET, POST");
            assertThat(Client.JSON.readTree(response.body()).get("error").isString()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/health", "/events", "/nothing"})
        void a_connection_is_closed_after_the_answer_if_the_client_wants_it(String path)
                throws Exception {
            try (Socket socket = new Socket("127.0.0.1", server.port())) {
                socket.setSoTimeout(20_000);
                String request =
                        "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(answer)
                        .contains("Connection: close")
                        .matches("(?s).*[}\\]](\r\n0\r\n\r\n)?");
            }
        }

        @Test
        void head_and_options_have_no_body() throws Exception {
            HttpResponse<String> head = client.send("HEAD", "/health", BodyPublishers.noBody());
            HttpResponse<String> options =
                    client.send("OPTIONS", "/events", BodyPublishers.noBody());

            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(options.statusCode()).isEqualTo(204);
            assertThat(options.headers().firstValue("Allow")).contains("GET, POST");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/events?actor=head", "/events?actor=head&limit=1"})
        void head_of_a_list_says_how_long_it_is(String path) throws Exception {
            client.post(
                    "{\"actor\":\"head\",\"action\":\"b\",\"resource_type\":\"c\","
                            + "\"resource_id\":\"d\"}");
            HttpResponse<String> head = client.send("HEAD", path, BodyPublishers.noBody());
            String body = client.get(path).body();

            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValueAsLong("Content-Length"))
                    .hasValue(body.getBytes(StandardCharsets.UTF_8).length);
        }

        @ParameterizedTest
        @ValueSource(strings = {"//", "/event", "/events/", "/events/1", "/Events", "/%2e%2e/etc"})
        void unknown_paths_are_not_found(String path) throws Exception {
            HttpResponse<String> response = client.get(path);

            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(response.body()).isEqualTo("{\"error\":\"Not Found\"}");
        }

        @Test
        void the_log_shows_the_way_of_an_event() throws Exception {
            String id = client.accept(event("log", "create", "doc", "1"));

            server.awaitLine("Starting consumer: consumer-1");
            server.awaitLine("Started 3 competing consumers");
            server.awaitLine("Queued event " + id);
            server.awaitLine("] Processing " + id + " - create");
        }

        @Test
        void text_of_clients_cannot_forge_a_log_line() throws Exception {
            client.accept(
                    event("forger", "x\n2026-01-01 INFO forged\u2028line\r\u001b[2J", "t", "1"));
            server.awaitLine("Processing");
            server.awaitLine("\\u{a}2026-01-01 INFO forged\\u{2028}line\\u{d}\\u{1b}[2J");
            assertThat(server.lines()).noneMatch(line -> line.startsWith("2026-01-01 INFO forged"));
        }

        @Test
        void consumers_share_the_work() throws Exception {
            for (int i = 0; i < 30; i++) {
                client.accept(event("share", "a", "t", "" + i));
            }
            JsonNode consumers =
                    Client.JSON.readTree(client.get("/health").body()).get("consumers");

            assertThat(consumers.valueStream())
                    .allSatisfy(it -> assertThat(it.get("processed").asLong()).isGreaterThan(9));
            assertThat(new HashSet<>(client.ids("?actor=share"))).hasSize(30);
        }
    }
}
