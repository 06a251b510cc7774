package dev.chronicle.channel.redis;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a Redis is. Written without its password.
 *
 * @param host its name or address
 * @param port 6379 unless given
 * @param user its user, if it wants one
 * @param password its password, if it wants one
 * @param database 0 unless given
 * @param tls whether it is spoken to through TLS
 */
public record RedisAddress(
        String host,
        int port,
        Optional<String> user,
        Optional<String> password,
        int database,
        boolean tls) {

    private static final int STANDARD_PORT = 6379;

    public RedisAddress {
        if (host.isEmpty() || port < 1 || port > 65_535 || database < 0) {
            throw new IllegalArgumentException(
                    "not the address of a Redis: host=%s port=%d database=%d"
                            .formatted(host, port, database));
        }
    }

    /**
     * Reads {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss:} for TLS.
     *
     * @throws IllegalArgumentException if it is none; the message says why, without the password
     */
    public static RedisAddress parse(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (java.net.URISyntaxException e) {
            // not as the cause: it repeats the text, and with it the password
            throw new IllegalArgumentException("not a URL: " + e.getReason());
        }
        String scheme = String.valueOf(uri.getScheme());
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw new IllegalArgumentException("a redis or rediss URL is needed: scheme=" + scheme);
        }
        if (uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException("a Redis URL is redis://host:port/database");
        }
        Optional<String> login = Optional.ofNullable(uri.getRawUserInfo());
        return new RedisAddress(
                uri.getHost(),
                uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
                login.map(it -> decoded(it, true)).filter(it -> !it.isEmpty()),
                login.filter(it -> it.contains(":")).map(it -> decoded(it, false)),
                database(uri.getPath()),
                scheme.equals("rediss"));
    }

    private static String decoded(String login, boolean user) {
        int colon = login.indexOf(':');
        String part =
                colon < 0 ? login : user ? login.substring(0, colon) : login.substring(colon + 1);
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int database(String path) {
        String number = path.startsWith("/") ? path.substring(1) : path;
        try {
            return number.isEmpty() ? 0 : Integer.parseInt(number);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a database of Redis is a number: " + number, e);
        }
    }

    /** As a URL, with dots for the password. */
    @Override
    public String toString() {
        String login =
                user.orElse("") + (password.isPresent() ? ":…@" : user.isPresent() ? "@" : "");
        return "%s://%s%s:%d/%d".formatted(tls ? "rediss" : "redis", login, host, port, database);
    }
}
