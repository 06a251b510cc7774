package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.ProblemBody;

import io.helidon.http.Status;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/** The answer to a request that is not valid. */
final class Refusal {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Refusal() {}

    /** The errors in the answer with which {@code parsing} ends. */
    static JsonNode of(ThrowingCallable parsing) {
        Problem problem = catchThrowableOfType(Problem.class, parsing);
        assertThat(problem).as("a refusal").isNotNull();
        assertThat(problem.status()).isEqualTo(Status.UNPROCESSABLE_CONTENT_422);
        JsonNode body = MAPPER.readTree(ProblemBody.of(problem));
        assertThat(body.propertyNames()).containsExactly("detail");
        return body.get("detail");
    }

    static JsonNode ofPublishing(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return of(() -> assertThat(PublishRequestParser.parse(bytes, bytes.length)).isNull());
    }
}
