package dev.chronicle.server.docs;

import dev.chronicle.server.http.Answer;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An HTML page that needs nothing but itself and this server. It is sent with a Content Security
 * Policy that lets the browser run its own scripts and styles, known by their hashes, and no
 * others. Immutable.
 */
final class WebPage {

    /** Another version of the server may have another one. */
    static final Header REVALIDATE =
            HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private static final Header HTML =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8");
    private static final Header NO_REFERRER =
            HeaderValues.createCached("Referrer-Policy", "no-referrer");

    private final byte[] html;
    private final Header policy;

    WebPage(byte[] html) {
        this.html = html;
        policy =
                HeaderValues.createCached(
                        "Content-Security-Policy",
                        policy(new String(html, StandardCharsets.UTF_8)));
    }

    /** The policy for a page with {@code <script>} and {@code <style>} elements as they are. */
    static String policy(String html) {
        return "default-src 'none'; script-src %s; style-src %s; connect-src 'self'; img-src data:;"
                        .formatted(hashes("script", html), hashes("style", html))
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static String hashes(String element, String html) {
        Matcher contents =
                Pattern.compile("<%1$s>(.*?)</%1$s>".formatted(element), Pattern.DOTALL)
                        .matcher(html);
        return contents.results()
                .map(found -> "'sha256-" + sha256(found.group(1)) + "'")
                .collect(
                        Collectors.collectingAndThen(
                                Collectors.joining(" "),
                                hashes -> hashes.isEmpty() ? "'none'" : hashes));
    }

    private static String sha256(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(ServerRequest request, ServerResponse response) {
        response.status(Status.OK_200)
                .header(HTML)
                .header(Answer.NOSNIFF)
                .header(policy)
                .header(NO_REFERRER)
                .header(REVALIDATE);
        if (request.prologue().method() == Method.HEAD) {
            response.contentLength(html.length);
            response.send();
        } else {
            response.send(html);
        }
    }
}
