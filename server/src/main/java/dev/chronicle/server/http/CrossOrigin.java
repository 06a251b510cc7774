package dev.chronicle.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses what a web page of another origin has a browser send: a server on the loopback address is
 * in reach of every page that is open on the machine. Goes by the header {@code Sec-Fetch-Site},
 * which browsers send and pages cannot set (W3C Fetch Metadata), and where it is missing by {@code
 * Origin}. What sends neither is no browser.
 */
final class CrossOrigin {

    private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final List<String> OWN = List.of("same-origin", "none");

    private CrossOrigin() {}

    /**
     * Lets pass what only reads: no page of another origin gets to see the answer.
     *
     * @throws Problem 403 if a page of another origin sent it
     */
    static void refuse(ServerRequest request) {
        Method method = request.prologue().method();
        if (method == Method.GET || method == Method.HEAD || method == Method.OPTIONS) {
            return;
        }
        ServerRequestHeaders headers = request.headers();
        Optional<String> site = headers.first(SITE);
        Optional<String> origin = headers.first(HeaderNames.ORIGIN);
        boolean foreign =
                site.isPresent()
                        ? !OWN.contains(site.get())
                        : origin.isPresent() && !isOf(origin.get(), request.authority());
        if (foreign) {
            throw new Problem(
                    Status.FORBIDDEN_403,
                    "Forbidden",
                    "a web page of another origin may not do this: "
                            + (site.isPresent() ? "Sec-Fetch-Site" : "Origin"));
        }
    }

    private static boolean isOf(String origin, String authority) {
        int host = origin.indexOf("://");
        return host >= 0
                && origin.substring(host + 3)
                        .toLowerCase(Locale.ROOT)
                        .equals(authority.toLowerCase(Locale.ROOT));
    }
}
