package dev.chronicle.server.aggregator;

import java.util.List;

/**
 * A valid {@code POST /publish}.
 *
 * @param body the body as it came, which is not copied: the payloads lie in it
 * @param events in the order of the request
 */
@SuppressWarnings("ArrayRecordComponent")
record PublishRequest(byte[] body, List<PublishedEvent> events) {}
