package dev.chronicle.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process takes of the machine, as Linux counts it in {@code /proc}. */
final class ProcessUsage {

    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE_WINDOW_MS = 250;
    private static final double IDLE_CORES = 0.1;
    private static final int LONGEST_SETTLE_MS = 120_000;

    private final Path folder;

    ProcessUsage(long pid) {
        folder = Path.of("/proc", Long.toString(pid));
    }

    static ProcessUsage ofThis() {
        return new ProcessUsage(ProcessHandle.current().pid());
    }

    /** Processor time used so far, in user and kernel mode. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        // what stands before the last bracket is the program's name and may contain anything
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Resident memory in bytes, mapped files included. */
    long residentBytes() throws IOException {
        return status("VmRSS");
    }

    /** Resident memory without mapped files, which the system takes back when it needs room. */
    long anonymousBytes() throws IOException {
        return status("RssAnon");
    }

    private long status(String name) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("status"))) {
            return lines.filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        }
    }

    /**
     * Waits until the process has nothing to do, so that work left in the background (merges of an
     * index, compilation) falls on nobody else.
     *
     * @return how long that took, in seconds
     */
    double settle() throws IOException, InterruptedException {
        long start = System.nanoTime();
        double before = cpuSeconds();
        while (System.nanoTime() - start < LONGEST_SETTLE_MS * 1_000_000L) {
            Thread.sleep(IDLE_WINDOW_MS);
            double now = cpuSeconds();
            if (now - before <= IDLE_CORES * IDLE_WINDOW_MS / 1e3) {
                break;
            }
            before = now;
        }
        return Math.max(0, (System.nanoTime() - start) / 1e9 - IDLE_WINDOW_MS / 1e3);
    }

    /** Used heap of this process after a collection. */
    static long liveHeapBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
