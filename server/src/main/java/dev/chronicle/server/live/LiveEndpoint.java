package dev.chronicle.server.live;

import dev.chronicle.event.Position;
import dev.chronicle.server.http.OpenStreams;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.ServerSentEvents;
import dev.chronicle.store.EventStore;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /events/stream}: every committed event that a query means, from any position, as
 * server-sent events whose id is their position.
 */
public final class LiveEndpoint {

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");

    private final EventStore store;
    private final OpenStreams streams;
    private final Duration heartbeat;

    /**
     * @param streams where each takes a place
     * @param heartbeat how long nothing may be sent
     */
    public LiveEndpoint(EventStore store, OpenStreams streams, Duration heartbeat) {
        this.store = store;
        this.streams = streams;
        this.heartbeat = heartbeat;
    }

    /** Answers until the client leaves, or the server stops. */
    public void get(ServerRequest request, ServerResponse response) throws InterruptedException {
        // browsers send an empty id where none was seen
        Optional<String> lastEventId =
                request.headers().first(LAST_EVENT_ID).filter(id -> !id.isEmpty());
        LiveRequest asked = LiveRequest.parse(request.prologue().query(), lastEventId);
        Position after = start(asked.after());
        if (request.prologue().method() == Method.HEAD) {
            ServerSentEvents.headers(response);
            response.send();
            return;
        }
        LiveStream stream = new LiveStream(store, asked.query(), after, heartbeat);
        try (OpenStreams.Place _ = streams.enter(stream::end)) {
            stream.sendTo(ServerSentEvents.begin(response));
        }
    }

    /** A client that is ahead of the log would miss events without a word: it has seen another. */
    private Position start(Position after) {
        Position head = store.head();
        if (after.equals(Position.END)) {
            return head;
        }
        if (after.compareTo(head) > 0) {
            throw new Problem(
                    Status.CONFLICT_409,
                    "Conflict",
                    "the log ends before this position: after=%s head=%s".formatted(after, head));
        }
        return after;
    }
}
