package dev.chronicle.channel.redis;

import redis.embedded.core.ExecutableProvider;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real Redis in a directory, synced on every write, that can be killed and started again. */
final class TestRedis implements AutoCloseable {

    private static final File PROGRAM = program();

    private final Path directory;
    private final int port;
    private final boolean appendOnly;
    private Process process;

    private TestRedis(Path directory, int port, boolean appendOnly) throws IOException {
        this.directory = directory;
        this.port = port;
        this.appendOnly = appendOnly;
        process = run();
        awaitListening();
    }

    private static File program() {
        try {
            return ExecutableProvider.newJarResourceProvider().get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that has its messages again when it is started again. */
    static TestRedis keeping(Path directory) throws IOException {
        return new TestRedis(directory, freePort(), true);
    }

    /** One that is empty when it is started again. */
    static TestRedis forgetting(Path directory) throws IOException {
        return new TestRedis(directory, freePort(), false);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private Process run() throws IOException {
        return new ProcessBuilder(
                        PROGRAM.getPath(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        appendOnly ? "yes" : "no",
                        "--appendfsync",
                        "everysec")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
    }

    RedisAddress address() {
        return new RedisAddress("127.0.0.1", port, Optional.empty(), Optional.empty(), 0, false);
    }

    /** Kills it, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("Redis does not end");
        }
    }

    void startAgain() throws IOException {
        process = run();
    }

    private void awaitListening() {
        while (process.isAlive()) {
            try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(1_000_000);
            }
        }
        throw new AssertionError("Redis does not start: see " + directory);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
