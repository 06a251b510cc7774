package dev.chronicle.server.http;

import io.helidon.common.uri.UriEncoding;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;

/**
 * A path with names in braces, each of which stands for any one segment that is not empty: {@code
 * /channels/{channel}/{topic}}. Immutable.
 */
public final class PathTemplate {

    private final String text;
    private final List<String> segments;

    PathTemplate(String text) {
        this.text = text;
        segments = segments(text);
    }

    static boolean isTemplate(String path) {
        return path.indexOf('{') >= 0;
    }

    String text() {
        return text;
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    /** Whether the path, as it is on the wire, has this form. */
    boolean matches(String rawPath) {
        List<String> given = segments(rawPath);
        if (given.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            boolean name = isTemplate(segments.get(i));
            if (name ? given.get(i).isEmpty() : !given.get(i).equals(segments.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * A segment of the request's path, decoded only now, so that none ends at a {@code /} in it.
     *
     * @param index from 1
     * @throws Problem 400, if it is not UTF-8
     */
    public static String segment(ServerRequest request, int index) {
        String raw = segments(request.prologue().uriPath().rawPath()).get(index);
        try {
            String decoded = UriEncoding.decodeUri(raw);
            if (Utf8.isWellFormed(decoded) && decoded.indexOf('\ufffd') < 0) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // falls through: the answer is the same
        }
        throw Problem.badRequest("the path is not UTF-8");
    }
}
