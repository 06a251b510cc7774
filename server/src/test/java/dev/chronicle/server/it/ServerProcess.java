package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server in a process of its own, on a free port. */
public final class ServerProcess implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("listens on http://[^ ]+:(\\d+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private ServerProcess(Process process) {
        this.process = process;
        reader = Thread.ofVirtual().start(this::readLines);
    }

    /** Starts it and waits until it listens. */
    public static ServerProcess start(Path data, String... more) throws Exception {
        return start(Backing.STANDARD, data, more);
    }

    /** The same, with its log there. */
    static ServerProcess start(Backing backing, Path data, String... more) throws Exception {
        ServerProcess server = launch("256m", backing.arguments(data), more);
        server.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server;
    }

    /** The same with another heap, such as {@code 512m}. */
    public static ServerProcess startWithHeap(String heap, Path data) throws Exception {
        ServerProcess server = launch(heap, Backing.STANDARD.arguments(data));
        server.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server;
    }

    /** Starts it with these flags. */
    public static ServerProcess with(List<String> flags, String... more) throws Exception {
        ServerProcess server = launch("256m", flags, more);
        server.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server;
    }

    /** Starts it with these variables. */
    static ServerProcess with(Map<String, String> environment, Path data) throws Exception {
        ProcessBuilder command =
                Program.command(
                        List.of("-Xmx256m"),
                        List.of("serve", "--port", "0", "--data", data.toString()));
        command.environment().putAll(environment);
        ServerProcess server = new ServerProcess(command.redirectErrorStream(true).start());
        server.port.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return server;
    }

    private static ServerProcess launch(String heap, List<String> flags, String... more)
            throws IOException {
        List<String> args = new ArrayList<>(List.of("serve"));
        if (!List.of(more).contains("--port")) {
            args.addAll(List.of("--port", "0"));
        }
        args.addAll(flags);
        args.addAll(List.of(more));
        return new ServerProcess(
                Program.command(List.of("-Xmx" + heap), args).redirectErrorStream(true).start());
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                Matcher listens = LISTENS.matcher(line);
                if (listens.find()) {
                    port.complete(Integer.valueOf(listens.group(1)));
                }
            }
        } catch (IOException e) {
            lines.add("reading the output failed: " + e);
        }
        port.completeExceptionally(new IllegalStateException(String.join("\n", lines)));
    }

    public int port() {
        return port.join();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What it has printed so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line. */
    public void awaitLine(String part) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lines.stream().noneMatch(line -> line.contains(part))) {
            assertThat(System.nanoTime()).as("waiting for %s", part).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** SIGTERM, without closing the pipe that its last words come through. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int awaitExit() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
