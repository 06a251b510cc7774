package dev.chronicle.server.http;

import dev.chronicle.server.otel.RequestSpan;
import dev.chronicle.server.otel.Tracing;
import dev.chronicle.store.StoreClosedException;
import dev.chronicle.store.StoreUnreachableException;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.Method;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Map;

/** Finds the endpoint of a request, and turns whatever goes wrong into an error answer. */
public final class Router implements Handler {

    private static final Logger log = LoggerFactory.getLogger(Router.class);

    /** Below this, errors have the style of the aggregator also where there is no endpoint. */
    private static final String AGGREGATOR = "/aggregator/";

    private final Map<String, Endpoint> endpoints;
    private final Tracing tracing;
    private final List<PathTemplate> templates;
    private volatile boolean draining;

    /**
     * @param endpoints by path; a path may have names in braces, which stand for any one segment
     */
    public Router(Map<String, Endpoint> endpoints, Tracing tracing) {
        this.tracing = tracing;
        this.endpoints = Map.copyOf(endpoints);
        templates =
                endpoints.keySet().stream()
                        .filter(PathTemplate::isTemplate)
                        .map(PathTemplate::new)
                        .toList();
    }

    /** What it answers, by path. */
    public Map<String, Endpoint> endpoints() {
        return endpoints;
    }

    /** From now on every answer ends its connection. */
    public void drain() {
        draining = true;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        String route = route(path);
        try (RequestSpan span =
                tracing.request(
                        request.prologue().method().text(), route, path, request.headers())) {
            try {
                answer(request, response, path, route == null ? null : endpoints.get(route));
            } catch (RuntimeException e) {
                span.failed(e);
                throw e;
            }
            span.answered(response.status().code());
        }
        if (request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || response.headers().containsToken(HeaderValues.CONNECTION_CLOSE)) {
            // the web server says that it closes the connection, and then waits for the client to
            ((RoutingResponse) response).commit();
            throw new CloseConnectionException("the last answer of this connection is sent");
        }
    }

    private @Nullable String route(String path) {
        if (endpoints.containsKey(path)) {
            return path;
        }
        for (PathTemplate template : templates) {
            if (template.matches(path)) {
                return template.text();
            }
        }
        return null;
    }

    private void answer(
            ServerRequest request,
            ServerResponse response,
            String path,
            @Nullable Endpoint endpoint) {
        if (draining) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        ErrorStyle style =
                endpoint != null
                        ? endpoint.errors()
                        : path.startsWith(AGGREGATOR)
                                ? ErrorStyle.DETAIL
                                : ErrorStyle.ERROR_AND_DETAIL;
        try {
            if (endpoint == null) {
                throw new Problem(Status.NOT_FOUND_404, "Not Found", (String) null);
            }
            route(endpoint, request, response);
        } catch (Problem problem) {
            fail(request, response, problem, style);
        } catch (CloseConnectionException | RequestException | HttpException e) {
            throw e;
        } catch (StoreClosedException | StoreUnreachableException e) {
            fail(request, response, Problem.unavailable(e.getMessage()), style);
        } catch (InterruptedException e) {
            throw new CloseConnectionException("the server stops", e);
        } catch (Throwable e) {
            log.error("a request failed", e);
            fail(request, response, Problem.internal(), style);
        }
    }

    private static void route(Endpoint endpoint, ServerRequest request, ServerResponse response)
            throws Exception {
        Method method = request.prologue().method();
        Endpoint.Action action = endpoint.actions().get(method);
        if (action != null) {
            CrossOrigin.refuse(request);
            action.answer(request, response);
        } else if (method == Method.OPTIONS) {
            response.status(Status.NO_CONTENT_204)
                    .header(HeaderNames.ALLOW, endpoint.allow())
                    .send();
        } else {
            response.header(HeaderNames.ALLOW, endpoint.allow());
            throw new Problem(
                    Status.METHOD_NOT_ALLOWED_405,
                    "Method Not Allowed",
                    endpoint.errors() == ErrorStyle.DETAIL ? null : "allowed: " + endpoint.allow());
        }
    }

    /**
     * An answer that has begun cannot be taken back: then the client must see that it broke off.
     */
    private static void fail(
            ServerRequest request, ServerResponse response, Problem problem, ErrorStyle style) {
        if (!((RoutingResponse) response).resetStream()) {
            throw new CloseConnectionException("the answer broke off");
        }
        if (!request.content().consumed() && problem.status() != Status.METHOD_NOT_ALLOWED_405) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        Answer.json(request, response, problem.status(), problem.body(style));
    }
}
