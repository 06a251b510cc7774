package dev.chronicle.store.sqlite;

import dev.chronicle.event.NewEvent;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.LoadEvents;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that {@link SqliteKillIT} kills: appends without end, from several threads, and says
 * on its output what was acknowledged, one line each: thread, number of the append, first position.
 */
final class KilledWriter {

    static final int THREADS = 4;

    private KilledWriter() {}

    static List<NewEvent> append(int thread, int number) {
        return LoadEvents.of("t" + thread, thread + "-" + number, 1 + number % 5);
    }

    /**
     * @param arguments the file, then the number of the first append
     */
    public static void main(String[] arguments) throws InterruptedException {
        int first = Integer.parseInt(arguments[1]);
        try (EventStore store = SqliteEventStore.open(SqliteOptions.of(Path.of(arguments[0])))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> appendWithoutEnd(store, thread, first, System.out)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void appendWithoutEnd(
            EventStore store, int thread, int first, PrintStream acknowledgements) {
        for (int number = first; ; number++) {
            List<AppendResult> results = store.append(append(thread, number)).join();
            String line =
                    "%d %d %d .\n".formatted(thread, number, results.getFirst().position().value());
            byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
            acknowledgements.write(bytes, 0, bytes.length);
            acknowledgements.flush();
        }
    }
}
