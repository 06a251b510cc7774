package dev.chronicle.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL and a Redis on this machine that sync what they should. */
final class SharedServices implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final ProcessHandle postmaster;
    private final Process redis;
    private final int redisPort;

    SharedServices(Path directory) throws IOException {
        Path data = directory.resolve("postgres");
        postgres = postgres(data);
        String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
        postmaster = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            redisPort = free.getLocalPort();
        }
        redis = redis(directory);
        awaitRedis();
    }

    /** The builder turns off what makes it safe; this turns it on again. */
    static EmbeddedPostgres postgres(Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "512MB")
                .setServerConfig("max_wal_size", "8GB")
                .start();
    }

    private Process redis(Path directory) throws IOException {
        return new ProcessBuilder(
                        ExecutableProvider.newJarResourceProvider().get().getPath(),
                        "--port",
                        Integer.toString(redisPort),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
    }

    private void awaitRedis() throws IOException {
        while (redis.isAlive()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
                return;
            } catch (IOException e) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("Redis does not start");
    }

    /** The flags of a server that uses both. */
    List<String> flags() {
        return List.of(
                "--database",
                "postgresql://postgres@localhost:%d/postgres".formatted(postgres.getPort()),
                "--redis",
                "redis://127.0.0.1:%d/0".formatted(redisPort));
    }

    /** Processor time of Redis so far, in seconds. */
    double redisSeconds() throws IOException {
        return new ProcessUsage(redis.pid()).cpuSeconds();
    }

    /** Processor time so far of the processes of PostgreSQL that run now, in seconds. */
    double postgresSeconds() throws IOException {
        double seconds = 0;
        for (ProcessHandle each :
                Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList()) {
            if (each.isAlive()) {
                seconds += new ProcessUsage(each.pid()).cpuSeconds();
            }
        }
        return seconds;
    }

    @Override
    public void close() throws IOException {
        redis.destroyForcibly().onExit().join();
        postgres.close();
    }
}
