package dev.chronicle.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** A server to talk to, as the commands that are clients name it. */
final class Api {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "<url>",
            defaultValue = "http://127.0.0.1:8080",
            description = "Where the server listens (${DEFAULT-VALUE}).")
    private String url = "";

    /** Made when it is used: it starts the logging, whose level other commands set first. */
    private static final class Http {
        static final HttpClient CLIENT =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    }

    HttpResponse<InputStream> get(String path) throws InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).build());
    }

    /** The same with headers: a name, its value, and so on. */
    HttpResponse<InputStream> get(String path, List<String> headers) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return send(request.build());
    }

    HttpResponse<InputStream> post(String path, String json) throws InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .POST(BodyPublishers.ofString(json))
                        .build());
    }

    /** Text as it stands in a path or a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private URI uri(String path) {
        try {
            URI uri = URI.create(url.replaceAll("/+$", "") + path);
            if (uri.getHost() != null && uri.getScheme().startsWith("http")) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // falls through: the answer is the same
        }
        throw new ParameterException(spec.commandLine(), "--url must be an http URL: " + url);
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws InterruptedException {
        try {
            return Http.CLIENT.send(request, BodyHandlers.ofInputStream());
        } catch (ConnectException e) {
            throw new CommandFailedException("nobody listens at " + url, e);
        } catch (IOException e) {
            throw new CommandFailedException("%s failed: %s".formatted(request.uri(), e), e);
        }
    }

    /** Prints the answer's body; 0 if the server was pleased, otherwise 1. */
    static int print(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            body.transferTo(System.out);
            System.out.println();
        } catch (IOException e) {
            throw new CommandFailedException("the answer broke off: " + e.getMessage(), e);
        }
        return response.statusCode() / 100 == 2 ? 0 : 1;
    }
}
