package dev.chronicle.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL that all tests of this JVM share; each has a schema of its own. */
final class TestPostgres {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            return syncing(EmbeddedPostgres.builder()).start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** The builder turns off what makes it safe; this turns it on again. */
    static EmbeddedPostgres.Builder syncing(EmbeddedPostgres.Builder builder) {
        return builder.setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_wal_size", "4GB");
    }

    static String url() {
        return url(SERVER.getPort());
    }

    static String url(int port) {
        return "postgresql://postgres@localhost:" + port + "/postgres";
    }

    /** Options for a new store. */
    static PostgresOptions fresh() {
        return PostgresOptions.of(url()).schema("test_" + SCHEMAS.incrementAndGet());
    }
}
