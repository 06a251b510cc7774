package dev.chronicle.server.aggregator;

import dev.chronicle.channel.Channel;
import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Handoff;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.MemoryBudget;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.RequestBody;
import dev.chronicle.server.otel.Tracing;

import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** {@code POST /publish}: takes a batch of events and answers when it is stored and synced. */
final class PublishEndpoint {

    private static final Logger log = LoggerFactory.getLogger(PublishEndpoint.class);

    /** The contract's limit on a body. */
    static final int MAX_BODY_BYTES = 64 << 20;

    /** The body, the payloads of the events made of it, the records of the log. */
    private static final int COPIES = 3;

    /** What an event takes beside its part of the body: objects, a record's frame, index keys. */
    private static final int EVENT_BYTES = 500;

    private final Ledger ledger;
    private final MemoryBudget largeBodies;
    private final Handoff<PendingBatch> handoff;

    /** Deliveries of this process have names that begin with this, those of others do not. */
    private final String process = Long.toHexString(new SecureRandom().nextLong());

    private final AtomicLong deliveries = new AtomicLong();

    PublishEndpoint(
            Channel<PendingBatch> channel,
            Ledger ledger,
            MemoryBudget largeBodies,
            Duration patience,
            Tracing tracing) {
        this.ledger = ledger;
        this.largeBodies = largeBodies;
        handoff = new Handoff<>(channel, Aggregator.QUEUE, patience, tracing, log);
    }

    void post(ServerRequest request, ServerResponse response) throws InterruptedException {
        try (RequestBody body = RequestBody.read(request, MAX_BODY_BYTES, COPIES, largeBodies)) {
            PublishRequest published = PublishRequestParser.parse(body.bytes(), body.length());
            int count = published.events().size();
            body.charge((long) EVENT_BYTES * count);
            if (count > 0) {
                store(published, body.length());
            }
            Answer.json(request, response, Status.OK_200, answer(count));
        }
    }

    private void store(PublishRequest published, int bodyBytes) throws InterruptedException {
        if (!ledger.hasRoomFor(published.events())) {
            throw new Problem(
                    Status.INSUFFICIENT_STORAGE_507,
                    "Insufficient Storage",
                    "the batch would begin a topic, and there are too many topics already");
        }
        String delivery = process + "-" + Long.toHexString(deliveries.incrementAndGet());
        handoff.store(
                () -> new PendingBatch(published, delivery, bodyBytes),
                "not confirmed in time; publish it again: what was stored is not stored twice");
    }

    private static byte[] answer(int count) {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringProperty("status", "success");
                    json.writeStringProperty("message", "Published " + count + " events");
                    json.writeNumberProperty("events_count", count);
                    json.writeEndObject();
                });
    }

    /** Begins a new second of the log. */
    void tick() {
        handoff.tick();
    }
}
