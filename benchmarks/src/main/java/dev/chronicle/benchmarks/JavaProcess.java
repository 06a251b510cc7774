package dev.chronicle.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another JVM with the same Java and the same options as this one. Threads share it. */
final class JavaProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 300;
    private static final int KEPT_LINES = 20;

    private final Process process;
    private final Pattern ready;
    private final CompletableFuture<Matcher> found = new CompletableFuture<>();
    private final List<String> firstLines = new CopyOnWriteArrayList<>();

    private JavaProcess(Process process, Pattern ready) {
        this.process = process;
        this.ready = ready;
        Thread.ofPlatform().daemon().name("output").start(this::readLines);
    }

    /**
     * Starts it.
     *
     * @param ready a line of its output that says that it is
     * @param arguments what to run: a main class, or {@code -jar} and a file, and its arguments
     */
    static JavaProcess start(Pattern ready, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseCompactObjectHeaders"));
        command.addAll(arguments);
        return new JavaProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start(), ready);
    }

    private void readLines() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (firstLines.size() < KEPT_LINES) {
                    firstLines.add(line);
                }
                Matcher matcher = ready.matcher(line);
                if (!found.isDone() && matcher.find()) {
                    found.complete(matcher);
                }
            }
        } catch (IOException e) {
            firstLines.add("its output cannot be read: " + e);
        }
        found.completeExceptionally(new IOException(String.join("\n", firstLines)));
    }

    /** Waits for the line that says that it is ready. */
    Matcher awaitReady() throws IOException, InterruptedException {
        try {
            return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a process did not start: " + firstLines, e);
        }
    }

    /** What it printed first. */
    List<String> firstLines() {
        return List.copyOf(firstLines);
    }

    ProcessUsage usage() {
        return new ProcessUsage(process.pid());
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; kills it if that does not help. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
