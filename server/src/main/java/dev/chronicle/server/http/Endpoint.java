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
 */
record Endpoint(String allow, Map<Method, Action> actions) {

    static Endpoint get(Action get) {
        return new Endpoint("GET", Map.of(Method.GET, get, Method.HEAD, get));
    }

    static Endpoint getAndPost(Action get, Action post) {
        return new Endpoint(
                "GET, POST", Map.of(Method.GET, get, Method.HEAD, get, Method.POST, post));
    }

    /** Answers a request. */
    @FunctionalInterface
    interface Action {

        /**
         * @throws Problem to answer with an error instead
         */
        void answer(ServerRequest request, ServerResponse response) throws Exception;
    }
}
