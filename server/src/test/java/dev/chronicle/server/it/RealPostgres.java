package dev.chronicle.server.it;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A PostgreSQL that syncs, and can be killed and started again with what it had. */
public final class RealPostgres implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    public RealPostgres(Path directory) throws IOException {
        data = directory.resolve("postgres");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = launch();
    }

    /** The builder turns off what makes it safe; this turns it on again. */
    private EmbeddedPostgres launch() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    /** Makes a database. */
    public String create(String database) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return "postgresql://postgres:secret@localhost:" + port + "/" + database;
    }

    /** SIGKILL for all its processes; returns when they are gone. */
    public void kill() throws IOException, InterruptedException, ExecutionException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get();
        }
    }

    public void startAgain() throws IOException {
        server.close(); // nothing runs any more; this lets go of its lock on the directory
        server = launch();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
