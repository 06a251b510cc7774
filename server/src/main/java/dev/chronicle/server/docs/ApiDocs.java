package dev.chronicle.server.docs;

import dev.chronicle.server.http.Answer;
import dev.chronicle.server.http.Endpoint;
import dev.chronicle.server.http.ErrorStyle;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The description of the API, for programs and for people, and what answers at the root. Immutable.
 */
public final class ApiDocs {

    private static final byte[] RUNNING =
            "{\"message\":\"ChronicleWeaver is running...\"}".getBytes(StandardCharsets.UTF_8);

    private final byte[] openApi = Resource.bytes("openapi.json");
    private final WebPage docs = new WebPage(Resource.bytes("docs.html"));
    private final WebPage landing = new WebPage(Resource.bytes("landing.html"));

    /** What it answers at the root and below {@code /aggregator}, by path. */
    public Map<String, Endpoint> endpoints() {
        return Map.of(
                "/", Endpoint.get(ErrorStyle.DETAIL, this::root),
                "/docs", Endpoint.get(ErrorStyle.DETAIL, docs::send),
                "/openapi.json", Endpoint.get(ErrorStyle.DETAIL, this::openApi));
    }

    private void openApi(ServerRequest request, ServerResponse response) {
        response.header(WebPage.REVALIDATE);
        Answer.json(request, response, Status.OK_200, openApi);
    }

    /** JSON, unless the client prefers a page. */
    private void root(ServerRequest request, ServerResponse response) {
        response.header(HeaderValues.create(HeaderNames.VARY, "Accept"));
        if (prefersPage(request)) {
            landing.send(request, response);
        } else {
            Answer.json(request, response, Status.OK_200, RUNNING);
        }
    }

    private static boolean prefersPage(ServerRequest request) {
        try {
            return request.headers()
                    .bestAccepted(MediaTypes.APPLICATION_JSON, MediaTypes.TEXT_HTML)
                    .filter(MediaTypes.TEXT_HTML::equals)
                    .isPresent();
        } catch (BadRequestException e) {
            // an Accept header that makes no sense prefers nothing
            return false;
        }
    }
}
