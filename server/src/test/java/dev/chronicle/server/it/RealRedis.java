package dev.chronicle.server.it;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A Redis in a directory, with its append-only file, that can be killed and started again. */
public final class RealRedis implements AutoCloseable {

    private final Path directory;
    private final int port;
    private Process process;

    public RealRedis(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        process = run();
        awaitListening();
    }

    private Process run() throws IOException {
        return new ProcessBuilder(
                        ExecutableProvider.newJarResourceProvider().get().getPath(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--databases",
                        "1000",
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

    /**
     * @param database its number, 0 to 999
     */
    public String url(int database) {
        return "redis://127.0.0.1:" + port + "/" + database;
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("Redis does not end");
        }
    }

    public void startAgain() throws IOException {
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
