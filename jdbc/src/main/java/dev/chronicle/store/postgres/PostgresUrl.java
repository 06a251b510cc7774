package dev.chronicle.store.postgres;

import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The URL of a database, taken apart.
 *
 * @param properties of the driver, with the names of its servers and the password
 */
record PostgresUrl(Properties properties) {

    private static final String JDBC = "jdbc:postgresql:";

    static PostgresUrl parse(String url) {
        if (url.startsWith(JDBC)) {
            return new PostgresUrl(driverProperties(url));
        }
        if (url.startsWith("postgresql://") || url.startsWith("postgres://")) {
            return parseUri(url);
        }
        throw new IllegalArgumentException(
                "the database's URL must begin with postgresql:// or jdbc:postgresql:");
    }

    private static PostgresUrl parseUri(String url) {
        try {
            URI uri = new URI(url);
            if (uri.getRawAuthority() == null) {
                throw new IllegalArgumentException("the database's URL names no server");
            }
            String authority = uri.getRawAuthority();
            int at = authority.lastIndexOf('@');
            String path = uri.getRawPath() == null ? "" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            Properties properties =
                    driverProperties(JDBC + "//" + authority.substring(at + 1) + path + query);
            if (at >= 0) {
                credentials(authority.substring(0, at), properties);
            }
            return new PostgresUrl(properties);
        } catch (URISyntaxException e) {
            // The message of the exception has the URL in it, and that has a password.
            throw new IllegalArgumentException(
                    "the database's URL is not well-formed: index=" + e.getIndex());
        }
    }

    private static void credentials(String text, Properties properties) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        PGProperty.USER.set(properties, decode(user));
        if (colon >= 0) {
            PGProperty.PASSWORD.set(properties, decode(text.substring(colon + 1)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static Properties driverProperties(String url) {
        Properties parsed = Driver.parseURL(url, null);
        if (parsed == null) {
            throw new IllegalArgumentException("the driver cannot read the database's URL");
        }
        Properties properties = new Properties();
        for (String name : parsed.stringPropertyNames()) {
            properties.setProperty(name, parsed.getProperty(name));
        }
        return properties;
    }

    /** Server and database, to be shown. */
    String place() {
        return "%s:%s/%s"
                .formatted(
                        properties.getProperty(PGProperty.PG_HOST.getName(), "localhost"),
                        properties.getProperty(PGProperty.PG_PORT.getName(), "5432"),
                        properties.getProperty(PGProperty.PG_DBNAME.getName(), ""));
    }
}
