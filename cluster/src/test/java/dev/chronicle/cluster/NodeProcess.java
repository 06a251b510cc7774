package dev.chronicle.cluster;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running {@link NodeProgram}. One thread at a time gives it commands. */
final class NodeProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEAP_MEGABYTES = 96;

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter commands;

    private NodeProcess(Process process) {
        this.process = process;
        answers = process.inputReader();
        commands = process.outputWriter();
    }

    /**
     * Starts a node; see {@link NodeProgram} for the arguments.
     *
     * @param before what stands in front of the command, such as that it runs in a namespace
     * @param log where it writes its warnings
     */
    static NodeProcess start(List<String> before, Path log, List<String> arguments)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        ProgramCommand.of(before, NodeProgram.class, HEAP_MEGABYTES, arguments));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new NodeProcess(builder.start());
    }

    void awaitReady() {
        String line = readLine();
        if (!line.equals("ready")) {
            throw new AssertionError("it did not start: " + line);
        }
    }

    /** Gives a command and waits for its answer. */
    String ask(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return readLine();
    }

    private String readLine() {
        CompletableFuture<String> line =
                CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                String read = answers.readLine();
                                return read == null ? "ended" : read;
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        try {
            return line.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** {@code kill -STOP}, {@code kill -CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
