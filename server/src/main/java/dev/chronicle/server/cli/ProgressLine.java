package dev.chronicle.server.cli;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says how far a run has got: on a terminal in one line that is written over and over, elsewhere in
 * a plain line every ten seconds. For one thread.
 */
final class ProgressLine {

    private static final int BAR = 24;
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintStream out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private long lastPlain;

    /**
     * Nothing is printed yet.
     *
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    ProgressLine(PrintStream out, boolean terminal, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        lastPlain = nanoTime.getAsLong();
    }

    /** On stderr, so that stdout has the summary alone. */
    static ProgressLine onStderr() {
        Console console = System.console();
        return new ProgressLine(
                System.err, console != null && console.isTerminal(), System::nanoTime);
    }

    /** Shows this, now or, where lines stay, when it is time for one. */
    void show(String line) {
        if (terminal) {
            out.print(ERASE_LINE + line);
            out.flush();
        } else if (nanoTime.getAsLong() - lastPlain >= PLAIN_NANOS) {
            lastPlain = nanoTime.getAsLong();
            out.println(line);
        }
    }

    /** Takes the line away. */
    void end() {
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    /**
     * A bar and a percentage, of as many characters whatever the share; it is full at all alone.
     */
    static String bar(long done, long all) {
        int full = (int) (BAR * done / all);
        return "[%s%s] %3d %%"
                .formatted("#".repeat(full), ".".repeat(BAR - full), 100 * done / all);
    }
}
