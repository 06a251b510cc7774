package dev.chronicle.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@link StockProgram}, and what it has said so far. Threads share it. */
final class StockProcess implements AutoCloseable {

    /**
     * Something it said.
     *
     * @param at when it was read, of {@link System#nanoTime}
     */
    record Line(List<String> words, long at) {}

    final String node;
    final String run;
    private final Process process;
    private final List<Line> lines = new ArrayList<>();
    private boolean ended;
    private volatile boolean disturbed;

    private StockProcess(String node, String run, Process process) {
        this.node = node;
        this.run = run;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /**
     * Starts it.
     *
     * @param arguments of {@link StockProgram}, without the name of the run
     */
    static StockProcess start(String run, Path log, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of(
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        StockProgram.class.getName()));
        command.addAll(arguments);
        command.add(run);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new StockProcess(arguments.getFirst(), run, builder.start());
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Line said = new Line(List.of(line.split(" ", -1)), System.nanoTime());
                synchronized (this) {
                    lines.add(said);
                }
            }
        } catch (IOException e) {
            // it was killed
        }
        synchronized (this) {
            ended = true;
        }
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    synchronized boolean said(String word) {
        return lines.stream().anyMatch(it -> it.words().getFirst().equals(word));
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Whether it was killed or paused, so that others may have done again what it did. */
    boolean wasDisturbed() {
        return disturbed;
    }

    /** {@code kill -STOP} or {@code kill -CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        disturbed = true;
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    /** {@code kill -9}; what it had said before can be read afterwards. */
    void kill() throws InterruptedException {
        disturbed = true;
        // destroyForcibly of the process itself would close the pipe as well
        process.toHandle().destroyForcibly();
        process.waitFor();
        Eventually.eventually("its output is read", this::hasEnded);
    }

    /** Has it give no more commands. */
    void endInput() throws IOException {
        process.outputWriter().close();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new AssertionError("it cannot be killed: " + run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
