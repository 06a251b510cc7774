package dev.chronicle.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Follows a log file that grows and sends each of its lines to an aggregator, once:
 *
 * <pre>
 * LogTail /var/log/dpkg.log --once
 * LogTail service.log --url http://localhost:8080 --topic service
 * </pre>
 *
 * <p>A line's event id is the identity of its file and the place of the line in it, so a line that
 * is sent again is the same event. How far it got is written to a state file after the server has
 * answered, never before: whatever is killed in between, the lines in doubt are sent again, and the
 * server drops those it has. {@code --help} says what happens when the file is rotated.
 *
 * <p>Exit codes: 0 for done, 1 for what failed, 2 for a command line that makes no sense.
 */
final class LogTail {

    private static final Duration POLL = Duration.ofMillis(500);

    /**
     * What the tail lives in; tests put their own in its place.
     *
     * @param pause how to wait
     * @param clock what an event's time is read from
     * @param random spreads the pauses between attempts
     * @param timeout how long an answer of the server may take
     */
    record Surroundings(
            PrintStream out,
            Pause pause,
            InstantSource clock,
            RandomGenerator random,
            Duration timeout) {}

    /** A way to wait; an interrupt ends the tail. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    private final Surroundings surroundings;
    private final PrintStream out;

    LogTail(Surroundings surroundings) {
        this.surroundings = surroundings;
        out = surroundings.out();
    }

    public static void main(String[] args) {
        Surroundings real =
                new Surroundings(
                        System.out,
                        Thread::sleep,
                        InstantSource.system(),
                        new Random(),
                        Duration.ofSeconds(30));
        System.exit(new LogTail(real).run(args));
    }

    int run(String... args) {
        if (List.of(args).contains("--help")) {
            out.println(TailOptions.HELP);
            return 0;
        }
        TailOptions options;
        Optional<TailState> known;
        try {
            options = TailOptions.parse(args);
            known = TailState.load(options.state());
            known.ifPresent(state -> state.requireFor(options));
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + ". " + TailOptions.USAGE);
            return 2;
        }
        if (known.isEmpty() && !Files.isReadable(options.file())) {
            out.println("There is no file to read at " + options.file());
            return 2;
        }
        return run(options, known);
    }

    private int run(TailOptions options, Optional<TailState> known) {
        try (TailClient client = new TailClient(options, surroundings);
                TailedFile file = new TailedFile(options, known, out)) {
            follow(options, client, file);
            out.printf("%,d lines sent; %s%n", client.sent(), file.place());
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (NoSuchFileException e) {
            out.println("The file is gone: " + e.getMessage());
        } catch (IOException e) {
            out.println(e.getMessage());
        }
        return 1;
    }

    private void follow(TailOptions options, TailClient client, TailedFile file)
            throws IOException, InterruptedException {
        while (true) {
            TailedFile.Piece piece = file.read();
            if (!piece.isEmpty()) {
                client.send(piece);
                file.advance(piece).save(options.state());
            } else if (!file.moveOn(options.once())) {
                if (options.once()) {
                    return;
                }
                surroundings.pause().pause(POLL);
            }
        }
    }
}
