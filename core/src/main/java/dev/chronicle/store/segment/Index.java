package dev.chronicle.store.segment;

import dev.chronicle.store.StoreFailedException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Finds the positions of a key. New entries go into a {@link Memtable}; a full one becomes a {@link
 * Run} on a background thread; four adjacent runs of a level are merged into one of the next on
 * another (a log-structured merge tree, P. O'Neil et al., 1996, tiered). Everything here can be
 * made again from the log.
 *
 * <p>Damage in a run is met when that is looked into. Whoever meets it gets a {@link
 * StoreFailedException}, the background work ends, and the manifest lets go of everything from that
 * run on, so that the next opening makes it anew.
 *
 * <p>The committing thread adds; any thread reads a {@link #view}.
 */
final class Index implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final int FAN_IN = 4;
    private static final int MOST_FROZEN = 2;

    /** Run files number entries with 32 bits; a merge that would come near is not made. */
    private static final long MOST_ENTRIES = 1L << 31;

    private final Path directory;
    private final long log;
    private final KeyHash hash;
    private final int memtableEntries;
    private final Consumer<Throwable> onFailure;
    private final SortedEntries sorted = new SortedEntries();
    private final ExecutorService flusher;
    private final ExecutorService merger;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition flushed = lock.newCondition();
    private volatile IndexView view;
    private volatile boolean closing;
    private volatile long committed;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    /** Runs are sound up to here, as far as is known. */
    private volatile long soundUpTo = Long.MAX_VALUE;

    /** Whether the manifest names nothing from there on. */
    private volatile boolean letGo;

    /** How many of the frozen memtables have been handed to the flusher. */
    private int handedOver;

    private Index(
            Path directory,
            Manifest manifest,
            List<Run> runs,
            int memtableEntries,
            Consumer<Throwable> onFailure) {
        this.directory = directory;
        this.log = manifest.log();
        this.hash = manifest.hash();
        this.memtableEntries = memtableEntries;
        this.onFailure = onFailure;
        long covered = runs.isEmpty() ? 0 : runs.getLast().lastPosition();
        this.committed = Math.max(manifest.head(), covered);
        view = new IndexView(reporting(runs), List.of(), new Memtable(covered, memtableEntries));
        flusher = background("chronicle-index-flush");
        merger = background("chronicle-index-merge");
    }

    private List<Run> reporting(List<Run> runs) {
        return runs.stream().map(run -> run.reportingTo(this::damaged)).toList();
    }

    private static ExecutorService background(String name) {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name(name).factory());
    }

    /**
     * Opens the index in {@code directory}, or begins an empty one where there is none that is
     * whole and of this log.
     *
     * @param fresh what to begin with then
     * @param memtableEntries entries of a memtable, a power of two
     * @param onFailure told when the background work cannot go on
     */
    static Index open(
            Path directory, Manifest fresh, int memtableEntries, Consumer<Throwable> onFailure)
            throws IOException {
        Files.createDirectories(directory);
        Manifest manifest = fresh;
        List<Run> runs = List.of();
        try {
            Manifest found = Manifest.read(directory);
            if (found.log() != fresh.log()) {
                throw new IOException("it belongs to another log");
            }
            // Even if its runs are of no use, it knows how far the log had come.
            manifest = fresh.withHead(found.head());
            runs = openRuns(directory, found);
            manifest = found;
        } catch (NoSuchFileException e) {
            LOG.debug("A new index: {} is missing", e.getMessage());
        } catch (IOException e) {
            LOG.warn("The index is not whole and is made anew from the log: {}", e.getMessage());
        }
        Index index = new Index(directory, manifest, runs, memtableEntries, onFailure);
        index.deleteStrangers();
        return index;
    }

    static List<Run> openRuns(Path directory, Manifest manifest) throws IOException {
        List<Run> runs = new ArrayList<>();
        long covered = 0;
        for (Manifest.RunFile file : manifest.runs()) {
            Run run = Run.open(directory.resolve(file.name()));
            if (run.checksum() != file.checksum()) {
                throw new IOException("a run has a wrong checksum: file=" + run.file());
            }
            if (run.base() != covered) {
                throw new IOException("a run is missing before " + run);
            }
            covered = run.lastPosition();
            runs.add(run);
        }
        return List.copyOf(runs);
    }

    /** Deletes run files that a crash left unfinished or unneeded. */
    private void deleteStrangers() throws IOException {
        List<Path> known = view.runs().stream().map(Run::file).toList();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.run")) {
            for (Path file : files) {
                if (!known.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    KeyHash hash() {
        return hash;
    }

    IndexView view() {
        return view;
    }

    /** A position the log is known to have reached; less would mean that synced events are gone. */
    long knownHead() {
        return committed;
    }

    /** Waits until the background work has caught up enough to take more. */
    void makeRoom() throws InterruptedException {
        if (view.frozen().size() < MOST_FROZEN) {
            return;
        }
        lock.lock();
        try {
            while (view.frozen().size() >= MOST_FROZEN && !stopped) {
                flushed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the keys of the event at {@code position}. */
    void add(long position, long[] hashes, int from, int to) {
        Memtable active = view.active();
        if (!active.hasRoomFor(to - from)) {
            active = freeze();
        }
        active.add(position, hashes, from, to);
    }

    private Memtable freeze() {
        lock.lock();
        try {
            IndexView before = view;
            List<Memtable> frozen = new ArrayList<>(before.frozen());
            frozen.add(before.active());
            Memtable active = new Memtable(before.active().lastPosition(), memtableEntries);
            view = new IndexView(before.runs(), List.copyOf(frozen), active);
            return active;
        } finally {
            lock.unlock();
        }
    }

    /** Says that everything up to {@code head} is synced, so that it may become runs. */
    void committed(long head) {
        committed = head;
        if (!view.frozen().isEmpty()) {
            handOver(head);
        }
    }

    private void handOver(long head) {
        lock.lock();
        try {
            List<Memtable> frozen = view.frozen();
            while (handedOver < frozen.size() && frozen.get(handedOver).lastPosition() <= head) {
                Memtable memtable = frozen.get(handedOver++);
                flusher.execute(() -> guarded(() -> flush(memtable)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void flush(Memtable memtable) throws IOException {
        Run run = RunMerger.write(memtable, sorted, directory).reportingTo(this::damaged);
        lock.lock();
        try {
            IndexView before = view;
            List<Run> runs = new ArrayList<>(before.runs());
            runs.add(run);
            List<Memtable> frozen = before.frozen().subList(1, before.frozen().size());
            view = new IndexView(List.copyOf(runs), List.copyOf(frozen), before.active());
            handedOver--;
            writeManifest();
            flushed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!closing) {
            merger.execute(() -> guarded(this::mergeWhilePossible));
        }
    }

    private void mergeWhilePossible() throws IOException {
        Optional<List<Run>> mergeable = mergeable();
        while (mergeable.isPresent() && !closing) {
            List<Run> merged = mergeable.get();
            Optional<Run> run = RunMerger.merge(merged, directory, () -> closing);
            if (run.isEmpty()) {
                return;
            }
            replace(merged, run.get().reportingTo(this::damaged));
            for (Run old : merged) {
                Files.delete(old.file());
            }
            mergeable = mergeable();
        }
    }

    private Optional<List<Run>> mergeable() {
        List<Run> runs = view.runs();
        for (int i = 0; i + FAN_IN <= runs.size(); i++) {
            List<Run> candidates = runs.subList(i, i + FAN_IN);
            int level = candidates.getFirst().level();
            if (candidates.stream().allMatch(run -> run.level() == level)
                    && candidates.stream().mapToLong(Run::entries).sum() < MOST_ENTRIES
                    && candidates.getLast().lastPosition() - candidates.getFirst().base()
                            < MOST_ENTRIES) {
                return Optional.of(List.copyOf(candidates));
            }
        }
        return Optional.empty();
    }

    private void replace(List<Run> merged, Run run) throws IOException {
        lock.lock();
        try {
            IndexView before = view;
            List<Run> runs = new ArrayList<>(before.runs());
            int at = runs.indexOf(merged.getFirst());
            runs.subList(at, at + merged.size()).clear();
            runs.add(at, run);
            view = new IndexView(List.copyOf(runs), before.frozen(), before.active());
            writeManifest();
        } finally {
            lock.unlock();
        }
    }

    private void writeManifest() throws IOException {
        List<Manifest.RunFile> files =
                view.runs().stream()
                        .filter(run -> run.lastPosition() <= soundUpTo)
                        .map(
                                run ->
                                        new Manifest.RunFile(
                                                run.file().getFileName().toString(),
                                                run.checksum()))
                        .toList();
        new Manifest(log, hash, committed, files).write(directory);
    }

    /** Any thread may be the one that meets damage. */
    private void damaged(Run run, StoreFailedException why) {
        lock.lock();
        try {
            if (run.lastPosition() <= soundUpTo) {
                soundUpTo = run.base();
                // Not here: an interrupt of a caller's thread would end the writing.
                flusher.execute(this::letGoOfDamage);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("Damage met after the index was closed; it will be met again", why);
        } finally {
            lock.unlock();
        }
        failure = why;
        stop();
        onFailure.accept(why);
    }

    private void letGoOfDamage() {
        lock.lock();
        try {
            writeManifest();
            letGo = true;
        } catch (IOException e) {
            LOG.warn("That the index is damaged could not be noted; it will be met again", e);
        } finally {
            lock.unlock();
        }
    }

    /** Whether damage was met, and the next opening will make anew what is damaged. */
    boolean heals() {
        return letGo;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** After a failure nothing more is done: what comes next would not follow what is there. */
    private void guarded(Work work) {
        if (stopped) {
            return;
        }
        try {
            work.run();
        } catch (Throwable e) {
            failure = e;
            stop();
            onFailure.accept(e);
        }
    }

    /**
     * Gives up the background work for good, and waits for it no more: it failed, or what it waits
     * for will never be committed. What is here can still be read.
     */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            flushed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Why the background work was given up, if it failed. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Turns everything into runs, so that the next open has nothing to make again. */
    void flushAll() throws InterruptedException {
        if (!view.active().isEmpty()) {
            freeze();
        }
        handOver(committed);
        CountDownLatch done = new CountDownLatch(1);
        flusher.execute(done::countDown);
        done.await();
    }

    /** Stops the background work; what it had not finished is made again from the log. */
    @Override
    public void close() {
        closing = true;
        flusher.shutdown();
        awaitUninterruptibly(flusher);
        merger.shutdown();
        awaitUninterruptibly(merger);
    }

    private static void awaitUninterruptibly(ExecutorService executor) {
        boolean interrupted = false;
        while (true) {
            try {
                if (executor.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
