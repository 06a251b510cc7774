package dev.chronicle.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;

/**
 * Runs {@link LogTail} without waiting: whenever it would pause, the next step of the test happens.
 */
final class TailRun {

    /** Something that happens while the tail waits. */
    interface Step {
        void happen() throws Exception;
    }

    private final Path file;
    private final Path state;
    private final String url;
    private final List<Duration> pauses = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Duration timeout = Duration.ofSeconds(60);

    TailRun(Path file, Path state, String url) {
        this.file = file;
        this.state = state;
        this.url = url;
    }

    TailRun timeout(Duration timeout) {
        this.timeout = timeout;
        return this;
    }

    /** To the end of the file; returns the exit code. */
    int once(Step... steps) {
        Queue<Step> script = new ArrayDeque<>(List.of(steps));
        return run(
                time -> {
                    Step step = script.poll();
                    if (step != null) {
                        happen(step);
                    }
                },
                "--once");
    }

    /** On and on; after the last step and three more looks it is interrupted. */
    void follow(Step... steps) {
        Queue<Step> script = new ArrayDeque<>(List.of(steps));
        for (int i = 0; i < 3; i++) {
            script.add(() -> {});
        }
        run(
                time -> {
                    Step step = script.poll();
                    if (step == null) {
                        throw new InterruptedException();
                    }
                    happen(step);
                });
        boolean _ = Thread.interrupted();
    }

    private static void happen(Step step) {
        try {
            step.happen();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int run(LogTail.Pause pause, String... more) {
        List<String> args = new ArrayList<>(List.of(file.toString(), "--url", url));
        args.addAll(List.of("--state", state.toString()));
        args.addAll(List.of(more));
        LogTail.Surroundings surroundings =
                new LogTail.Surroundings(
                        new PrintStream(printed, true, StandardCharsets.UTF_8),
                        time -> {
                            pauses.add(time);
                            pause.pause(time);
                        },
                        InstantSource.fixed(Instant.EPOCH),
                        new Random(42),
                        timeout);
        return new LogTail(surroundings).run(args.toArray(String[]::new));
    }

    List<Duration> pauses() {
        return pauses;
    }

    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
