package dev.chronicle.server.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;

/** An aggregator to publish to. Threads may share it. */
final class AggregatorClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final long LARGEST_ANSWER = 1 << 20;
    private static final long LARGEST_STATISTICS = 64 << 20;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI url;
    private final Duration timeout;
    private final InstantSource clock;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    /**
     * Connects to nobody yet.
     *
     * @param url without a slash at its end
     * @param timeout how long an answer may take
     */
    AggregatorClient(URI url, Duration timeout, InstantSource clock) {
        this.url = url;
        this.timeout = timeout;
        this.clock = clock;
    }

    /** Sends a body with this many events, once. */
    PublishAnswer publish(byte[] body, int events) throws InterruptedException {
        HttpRequest request =
                request("/publish")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body))
                        .build();
        try {
            return answer(send(request, LARGEST_ANSWER), events);
        } catch (IOException e) {
            return new PublishAnswer.Failed(kind(e), say(e), mayBeStored(e), Optional.empty());
        }
    }

    private PublishAnswer answer(HttpResponse<byte[]> response, int events) {
        int status = response.statusCode();
        String kind = "HTTP " + status;
        if (status / 100 == 2) {
            return ServerWords.eventsCount(response.body()) == events
                    ? new PublishAnswer.Accepted()
                    : new PublishAnswer.Refused("not an aggregator's answer", detail(response));
        }
        if (status / 100 == 5 || status == TOO_MANY_REQUESTS) {
            return new PublishAnswer.Failed(
                    kind,
                    detail(response),
                    status / 100 == 5,
                    response.headers()
                            .firstValue("Retry-After")
                            .flatMap(header -> RetryAfter.parse(header, clock.instant())));
        }
        return new PublishAnswer.Refused(kind, detail(response));
    }

    private static String detail(HttpResponse<byte[]> response) {
        return ServerWords.detail(response.body());
    }

    /**
     * Asks for the counters; nothing if the server has none to show.
     *
     * @throws CommandFailedException if there is no server
     */
    Optional<Statistics> statistics() throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(request("/stats").build(), LARGEST_STATISTICS);
            return response.statusCode() == 200
                    ? Statistics.parse(response.body())
                    : Optional.empty();
        } catch (ConnectException e) {
            throw new CommandFailedException("nobody listens at " + url, e);
        } catch (IOException e) {
            throw new CommandFailedException("%s/stats: %s: %s".formatted(url, kind(e), say(e)), e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(timeout);
    }

    private HttpResponse<byte[]> send(HttpRequest request, long largest)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
    }

    private static String kind(IOException e) {
        return switch (e) {
            case HttpConnectTimeoutException _ -> "no connection in time";
            case HttpTimeoutException _ -> "no answer in time";
            case ConnectException _ -> "nobody listens";
            default -> "connection broke";
        };
    }

    private static boolean mayBeStored(IOException e) {
        return !(e instanceof HttpConnectTimeoutException || e instanceof ConnectException);
    }

    private static String say(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
