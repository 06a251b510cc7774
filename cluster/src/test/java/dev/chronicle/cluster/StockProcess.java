package dev.chronicle.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A running {@link StockProgram}. Threads share it. */
final class StockProcess implements AutoCloseable {

    private static final int HEAP_MEGABYTES = 128;

    final String node;
    final String run;
    final StockOutput output = new StockOutput();
    final Disturbances disturbances = new Disturbances();
    private final Process process;
    private final CountDownLatch ended = new CountDownLatch(1);

    private StockProcess(String node, String run, Process process) {
        this.node = node;
        this.run = run;
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /**
     * Starts it.
     *
     * @param before what stands in front of the command, such as that it runs in a namespace
     * @param log where it writes its warnings
     * @param arguments of {@link StockProgram}, of which the second is the name of the run
     */
    static StockProcess start(List<String> before, Path log, List<String> arguments)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        ProgramCommand.of(before, StockProgram.class, HEAP_MEGABYTES, arguments));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new StockProcess(arguments.get(0), arguments.get(1), builder.start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line, System.nanoTime());
            }
        } catch (IOException e) {
            // it was killed
        } finally {
            ended.countDown();
        }
    }

    /** Waits until it takes part. */
    void awaitReady(Duration atMost) {
        var _ =
                Eventually.within(
                        atMost,
                        run + " is ready",
                        () -> output.said("ready") || ended.getCount() == 0);
        if (!output.said("ready")) {
            throw new AssertionError("it has ended: " + run);
        }
    }

    /** {@code kill -STOP} or {@code kill -CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        disturbances.always();
        Process kill = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    /** {@code kill -9}; what it had said before can be read afterwards. */
    void kill() throws InterruptedException {
        disturbances.always();
        // destroyForcibly of the process itself would close the pipe as well
        process.toHandle().destroyForcibly();
        process.waitFor();
        if (!ended.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("its output does not end: " + run);
        }
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
