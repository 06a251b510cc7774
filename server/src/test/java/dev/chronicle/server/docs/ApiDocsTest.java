package dev.chronicle.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.http.Router;
import dev.chronicle.server.otel.Tracing;

import io.helidon.webserver.WebServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiDocsTest {

    private final WebServer server =
            WebServer.builder()
                    .host("127.0.0.1")
                    .port(0)
                    .shutdownHook(false)
                    .routing(
                            routing ->
                                    routing.any(
                                            new Router(new ApiDocs().endpoints(), Tracing.NONE)))
                    .build();
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void start() {
        server.start();
    }

    @AfterAll
    void stop() {
        client.close();
        server.stop();
    }

    private HttpResponse<String> ask(String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    private static String resource(String name) {
        return new String(Resource.bytes(name), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "application/json, text/html",
                "text/html;q=0.5, application/json",
                "image/png",
                "no media type"
            })
    void the_root_answers_json(String accept) throws Exception {
        HttpResponse<String> response = ask("GET", "/", "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"ChronicleWeaver is running...\"}");
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(header(response, "Vary")).isEqualTo("Accept");
    }

    @Test
    void the_root_answers_json_to_who_says_nothing() throws Exception {
        assertThat(ask("GET", "/").body()).startsWith("{\"message\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "text/html, application/json;q=0.9"
            })
    void the_root_answers_a_page_to_who_prefers_it(String accept) throws Exception {
        HttpResponse<String> response = ask("GET", "/", "Accept", accept);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(resource("landing.html"));
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(response, "Vary")).isEqualTo("Accept");
    }

    @Test
    void the_description_is_there_for_people() throws Exception {
        HttpResponse<String> response = ask("GET", "/docs");
        assertThat(response.body()).isEqualTo(resource("docs.html"));
        assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(response, "Content-Security-Policy"))
                .isEqualTo(WebPage.policy(response.body()));
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void the_description_is_there_for_programs() throws Exception {
        HttpResponse<String> response = ask("GET", "/openapi.json");
        assertThat(response.body()).isEqualTo(resource("openapi.json"));
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
    }

    @Test
    void a_head_has_the_length_and_no_body() throws Exception {
        HttpResponse<String> response = ask("HEAD", "/docs");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(header(response, "Content-Length"))
                .isEqualTo(String.valueOf(Resource.bytes("docs.html").length));
    }

    @Test
    void there_is_nothing_to_post() throws Exception {
        HttpResponse<String> response = ask("POST", "/docs");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.body()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    }

    @Test
    void what_it_answers_is_documented() {
        assertThat(DocumentedRoutes.ofDocument())
                .containsAllEntriesOf(DocumentedRoutes.of(new ApiDocs().endpoints()));
    }
}
