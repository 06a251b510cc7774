package dev.chronicle.store.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** A PostgreSQL of its own that can be killed, and started again with what it had. */
final class RestartablePostgres implements AutoCloseable {

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    RestartablePostgres(Path directory) throws IOException {
        data = directory.resolve("postgres");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        server = launch();
    }

    private EmbeddedPostgres launch() throws IOException {
        return TestPostgres.syncing(EmbeddedPostgres.builder())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    String url() {
        return TestPostgres.url(port);
    }

    /** Kills all its processes (SIGKILL), and returns when they are gone. */
    void kill() throws IOException, InterruptedException, ExecutionException {
        long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : all) {
            process.onExit().get();
        }
    }

    void restart() throws IOException {
        server.close(); // Nothing runs any more; this lets go of its lock on the directory.
        server = launch();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
