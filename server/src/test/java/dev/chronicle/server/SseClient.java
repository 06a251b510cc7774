package dev.chronicle.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads server-sent events, frame by frame as they are on the wire. One thread uses it. */
public final class SseClient implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What stands between two empty lines; what the frame does not have is empty. */
    public record Frame(String id, String data, boolean comment) {}

    private final InputStream body;
    private final BufferedReader lines;

    private SseClient(InputStream body) {
        this.body = body;
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    public static SseClient open(int port, String path, String... headers) throws Exception {
        HttpResponse<InputStream> response = request(port, path, headers);
        if (response.statusCode() != 200) {
            throw new IOException(
                    response.statusCode()
                            + " "
                            + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
        }
        return new SseClient(response.body());
    }

    static HttpResponse<InputStream> request(int port, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofInputStream());
    }

    /** The next frame; nothing at the end, a frame that was cut off included. */
    public Optional<Frame> frame() throws IOException {
        String id = "";
        String data = "";
        boolean comment = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                return Optional.of(new Frame(id, data, comment));
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.startsWith(":")) {
                comment = true;
            }
        }
        return Optional.empty();
    }

    /** The next frame with data. */
    public Frame event() throws IOException {
        while (true) {
            Frame frame = frame().orElseThrow(() -> new IOException("the stream has ended"));
            if (!frame.data().isEmpty()) {
                return frame;
            }
        }
    }

    /** Cuts the connection. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
