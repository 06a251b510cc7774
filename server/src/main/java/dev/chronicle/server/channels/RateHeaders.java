package dev.chronicle.server.channels;

import dev.chronicle.pubsub.PublishResult;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerResponse;

import java.time.Duration;

/**
 * How a client learns of a rate: {@code Retry-After}, and the fields of <a
 * href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">RateLimit header
 * fields for HTTP</a>, as they are now and as they were in the drafts that most clients know.
 */
final class RateHeaders {

    private static final HeaderName POLICY = HeaderNames.create("RateLimit-Policy");
    private static final HeaderName RATE_LIMIT = HeaderNames.create("RateLimit");
    private static final HeaderName LIMIT = HeaderNames.create("RateLimit-Limit");
    private static final HeaderName REMAINING = HeaderNames.create("RateLimit-Remaining");
    private static final HeaderName RESET = HeaderNames.create("RateLimit-Reset");

    private RateHeaders() {}

    static void set(ServerResponse response, String channel, PublishResult.RateLimited limited) {
        long seconds = limited.retryAfter().plus(Duration.ofNanos(999_999_999)).toSeconds();
        response.header(HeaderValues.create(HeaderNames.RETRY_AFTER, seconds));
        response.header(
                HeaderValues.create(
                        POLICY, "\"%s\";q=%d;w=1".formatted(channel, limited.maxPerSecond())));
        response.header(
                HeaderValues.create(RATE_LIMIT, "\"%s\";r=0;t=%d".formatted(channel, seconds)));
        response.header(HeaderValues.create(LIMIT, limited.maxPerSecond()));
        response.header(HeaderValues.create(REMAINING, 0));
        response.header(HeaderValues.create(RESET, seconds));
    }
}
