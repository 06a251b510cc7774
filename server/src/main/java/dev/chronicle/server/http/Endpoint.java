package dev.chronicle.server.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;

/**
 * What stands at one path: an answer for each method.
 *
 * @param allow the methods, as the {@code Allow} header says it
 * @param actions by method
 * @param errors how its error answers look
 */
public record Endpoint(String allow, Map<Method, Action> actions, ErrorStyle errors) {

    public static Endpoint get(ErrorStyle errors, Action get) {
        return new Endpoint("GET", Map.of(Method.GET, get, Method.HEAD, get), errors);
    }

    public static Endpoint post(ErrorStyle errors, Action post) {
        return new Endpoint("POST", Map.of(Method.POST, post), errors);
    }

    public static Endpoint getAndPost(ErrorStyle errors, Action get, Action post) {
        return new Endpoint(
                "GET, POST", Map.of(Method.GET, get, Method.HEAD, get, Method.POST, post), errors);
    }

    /** Answers a request. */
    @FunctionalInterface
    public interface Action {

        /**
         * @throws Problem to answer with an error instead
         */
        void answer(ServerRequest request, ServerResponse response) throws Exception;
    }
}
