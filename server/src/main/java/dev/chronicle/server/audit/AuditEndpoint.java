package dev.chronicle.server.audit;

import dev.chronicle.channel.Channel;
import dev.chronicle.event.EventId;
import dev.chronicle.event.NewEvent;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Handoff;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.LogText;
import dev.chronicle.server.http.MemoryBudget;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.RequestBody;
import dev.chronicle.server.http.SampledLog;
import dev.chronicle.server.otel.Tracing;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** {@code POST /events}: takes an audit record and answers when it is stored and synced. */
final class AuditEndpoint {

    private static final Logger log = LoggerFactory.getLogger(AuditEndpoint.class);

    /** The contract's limit on a body. */
    static final int MAX_BODY_BYTES = 8_000_000;

    /** The body, its strings, the event with its tags and JSON, a record of the log. */
    private static final int COPIES = 6;

    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");

    private final Handoff<PendingAppend> handoff;
    private final MemoryBudget largeBodies;
    private final InstantSource clock;
    private final SampledLog lines = new SampledLog(log, "Queued event");

    AuditEndpoint(
            Channel<PendingAppend> channel,
            MemoryBudget largeBodies,
            InstantSource clock,
            Duration patience,
            Tracing tracing) {
        handoff = new Handoff<>(channel, AuditLog.QUEUE, patience, tracing, log);
        this.largeBodies = largeBodies;
        this.clock = clock;
    }

    void post(ServerRequest request, ServerResponse response) throws InterruptedException {
        try (RequestBody body = RequestBody.read(request, MAX_BODY_BYTES, COPIES, largeBodies)) {
            AuditRequest audit = AuditRequestParser.parse(body.bytes(), body.length());
            String id = id(request, audit);
            NewEvent event = audit.audit().toEvent(id, clock.instant());
            // before it is sent, so that it stands above the consumer's line
            if (lines.take()) {
                log.info("Queued event {}", LogText.printable(id));
            }
            handoff.store(
                    () -> new PendingAppend(event, body.length()),
                    "not confirmed in time; send it again with the same id: " + id);
            Answer.json(request, response, Status.ACCEPTED_202, accepted(id));
        }
    }

    private static String id(ServerRequest request, AuditRequest audit) {
        Optional<String> key = request.headers().first(IDEMPOTENCY_KEY);
        if (key.isEmpty()) {
            return audit.id().map(AuditEndpoint::notEmpty).orElseGet(AuditEndpoint::newId);
        }
        String id = notEmpty(ascii(key.get()));
        if (audit.id().isPresent() && !audit.id().get().equals(id)) {
            throw Problem.badRequest("id and the header Idempotency-Key differ");
        }
        return id;
    }

    private static String newId() {
        return EventId.random().value();
    }

    /** An empty id is a client's mistake that would make all its records one. */
    private static String notEmpty(String id) {
        if (id.isEmpty()) {
            throw Problem.badJson("id must not be empty");
        }
        return id;
    }

    /** Headers have no other characters: those of two keys would all be read as the same one. */
    private static String ascii(String key) {
        if (!key.chars().allMatch(c -> c < 0x80)) {
            throw Problem.badRequest(
                    "the header Idempotency-Key must be ASCII; the field id takes any text");
        }
        return key;
    }

    /** By hand where the id needs no escaping: it is the answer of the busiest path. */
    private static byte[] accepted(String id) {
        if (id.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
            return ("{\"status\":\"accepted\",\"id\":\"" + id + "\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("status", "accepted");
                    json.writeStringProperty("id", id);
                    json.writeEndObject();
                });
    }

    /** Begins a new second of the log. */
    void tick() {
        lines.tick();
        handoff.tick();
    }
}
