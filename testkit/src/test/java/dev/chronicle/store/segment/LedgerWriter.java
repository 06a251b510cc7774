package dev.chronicle.store.segment;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The program that {@link KillIT} kills: appends without end, from several threads, and says on its
 * output what was acknowledged, one line each: the number of the append, then the positions, then a
 * full stop.
 */
final class LedgerWriter {

    static final int THREADS = 8;

    private static final int MOST_EVENTS = 8;

    private LedgerWriter() {}

    /** The events of the append with this number: one of four has several. */
    static List<NewEvent> append(int number) {
        return SmallLog.events(
                number * MOST_EVENTS, number % 4 == 0 ? 2 + number / 4 % (MOST_EVENTS - 1) : 1);
    }

    /** Who makes the append with this number; each makes its own in ascending order. */
    static int threadOf(int number) {
        return number % THREADS;
    }

    /**
     * @param arguments the directory, then the first append of each thread
     */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream acknowledgements = System.out;
        List<Thread> threads = new ArrayList<>();
        try (EventStore store = SmallLog.open(Path.of(arguments[0]))) {
            for (int i = 0; i < THREADS; i++) {
                int first = Integer.parseInt(arguments[i + 1]);
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> appendWithoutEnd(store, first, acknowledgements)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void appendWithoutEnd(EventStore store, int first, PrintStream target) {
        for (int number = first; ; number += THREADS) {
            String positions =
                    SmallLog.append(store, append(number)).stream()
                            .map(AppendResult::position)
                            .map(position -> String.valueOf(position.value()))
                            .collect(Collectors.joining(" "));
            // One call, one write: lines of two threads must not mix.
            byte[] line = (number + " " + positions + " .\n").getBytes();
            target.write(line, 0, line.length);
            target.flush();
        }
    }
}
