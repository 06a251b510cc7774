package dev.chronicle.store.postgres;

import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;

/**
 * Which database a store on PostgreSQL uses, and how. All but the URL has a default that is right
 * for most.
 *
 * @param url {@code postgresql://user:password@host:port/database?parameter=value}, or the same as
 *     the driver writes it, {@code jdbc:postgresql://host:port/database?user=…&password=…}; its
 *     parameters are the driver's
 * @param schema where the tables are, made if it is not there: a letter or underscore, then up to
 *     47 of a-z, 0-9 and underscore; {@code chronicle}
 * @param readers the most connections of this store that read at once, besides one that writes and
 *     one that listens; 8
 * @param patience how long the server may leave a statement, or a connection being made, without an
 *     answer before it counts as unreachable; 30 seconds
 * @param appendBytes the most bytes the events of one append may take; 128 MiB
 * @param queueBytes how much may wait to be committed before callers have to wait; 64 MiB
 * @param clock says when events are recorded; the system's
 */
public record PostgresOptions(
        String url,
        String schema,
        int readers,
        Duration patience,
        int appendBytes,
        long queueBytes,
        InstantSource clock) {

    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,47}");

    public PostgresOptions {
        PostgresUrl.parse(url);
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "schema must be a letter or underscore, then up to 47 of a-z, 0-9 and"
                            + " underscore: schema="
                            + schema);
        }
        requireAtLeast("readers", readers, 1);
        requireAtLeast("patience in ms", patience.toMillis(), 1000);
        requireAtLeast("appendBytes", appendBytes, 4096);
        requireAtLeast("queueBytes", queueBytes, 4096);
    }

    private static void requireAtLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d: %s=%d".formatted(name, least, name, value));
        }
    }

    /**
     * The defaults for a database.
     *
     * @throws IllegalArgumentException if the URL is none of PostgreSQL
     */
    public static PostgresOptions of(String url) {
        return new PostgresOptions(
                url,
                "chronicle",
                8,
                Duration.ofSeconds(30),
                128 << 20,
                64 << 20,
                InstantSource.system());
    }

    /** The same, in another schema. */
    public PostgresOptions schema(String schema) {
        return new PostgresOptions(url, schema, readers, patience, appendBytes, queueBytes, clock);
    }

    /** The same, with so many connections for readers. */
    public PostgresOptions readers(int readers) {
        return new PostgresOptions(url, schema, readers, patience, appendBytes, queueBytes, clock);
    }

    /** The same, with this patience. */
    public PostgresOptions patience(Duration patience) {
        return new PostgresOptions(url, schema, readers, patience, appendBytes, queueBytes, clock);
    }

    /** The same, on another clock. */
    public PostgresOptions clock(InstantSource clock) {
        return new PostgresOptions(url, schema, readers, patience, appendBytes, queueBytes, clock);
    }

    /** Where, without the password. */
    @Override
    public String toString() {
        return PostgresUrl.parse(url).place() + " schema=" + schema;
    }
}
