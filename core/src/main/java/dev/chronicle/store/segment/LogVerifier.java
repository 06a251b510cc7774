package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.Event;
import dev.chronicle.store.StoreInUseException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Checks a log that no store has open, and changes nothing: every checksum, that every event is in
 * canonical form, positions and sequences without gaps, times that never go back, that the index
 * leads to every event by each of its keys, and that no id is stored twice. For one thread, once.
 */
public final class LogVerifier {

    /** Damage is reported up to this often; a broken disk would fill the memory otherwise. */
    private static final int MOST_FINDINGS = 100;

    private static final long EVENTS_BETWEEN_REPORTS = 100_000;

    private final Path directory;
    private final LongConsumer progress;
    private final List<String> damage = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final StreamAudit streams = new StreamAudit();
    private long events;
    private long groups;
    private long bytes;
    private long recordedAtMillis = Long.MIN_VALUE;

    private LogVerifier(Path directory, LongConsumer progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Checks the log in {@code directory}.
     *
     * @param progress told now and then how many events were read
     * @throws StoreInUseException if a store has it open
     * @throws IOException if there is no log, or it cannot be read
     */
    public static VerificationReport verify(Path directory, LongConsumer progress)
            throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        Path logDirectory = directory.resolve("log");
        if (!Files.isDirectory(logDirectory)) {
            throw new NoSuchFileException(
                    logDirectory.toString(), null, "there is no log in this directory");
        }
        try (DirectoryLock _ = DirectoryLock.takeToRead(directory)) {
            return new LogVerifier(directory, progress).run(Log.segmentFiles(logDirectory));
        }
    }

    private VerificationReport run(List<Path> files) throws IOException {
        IndexAudit index = IndexAudit.open(directory.resolve("index"), this::damaged, notes::add);
        long expected = 1;
        for (Path file : files) {
            if (LogFormat.firstPosition(file) != expected) {
                damaged("events are missing: expected position=" + expected + " at file=" + file);
            }
            expected = readSegment(file, file.equals(files.getLast()), index) + 1;
        }
        index.finish(expected - 1);
        streams.note().ifPresent(notes::add);
        return new VerificationReport(
                events, groups, files.size(), bytes, index.events(), damage, notes);
    }

    /** Returns the last sound position. */
    private long readSegment(Path file, boolean newest, IndexAudit index) throws IOException {
        try {
            return verifySegment(file, newest, index);
        } catch (InternalError e) {
            // how the JVM meets a mapped page that the disk does not give
            damaged("the file cannot be read: " + e.getMessage() + " at file=" + file);
            return LogFormat.firstPosition(file) - 1;
        }
    }

    private long verifySegment(Path file, boolean newest, IndexAudit index) throws IOException {
        long first = LogFormat.firstPosition(file);
        MemorySegment data = Segment.map(file);
        if (newest && Log.wasNeverBegun(data, first)) {
            notes.add("a segment was cut off while it was made, and holds nothing: file=" + file);
            return first - 1;
        }
        String headerFault = Segment.headerFault(data, first);
        if (!headerFault.isEmpty()) {
            damaged(headerFault + " at file=" + file + " offset=0");
            return first - 1;
        }
        LogScan scan = new LogScan(data, first);
        scan.run(LogScan.Visitor.NONE);
        // Once more, now that it is known where the last whole group ends.
        new LogScan(data.asSlice(0, scan.end()), first).run(new EventChecks(file, index));
        groups += scan.groups();
        bytes += scan.end();
        scan.fault().ifPresent(fault -> report(fault, file, newest && !scan.hasGroupBehind()));
        return scan.lastPosition();
    }

    private void report(String fault, Path file, boolean torn) {
        if (torn) {
            notes.add(
                    "a group was cut off before it was acknowledged, and will be dropped: "
                            + fault
                            + " file="
                            + file);
        } else {
            damaged(fault + " file=" + file);
        }
    }

    private void damaged(String what) {
        if (damage.size() < MOST_FINDINGS) {
            damage.add(what);
        } else if (damage.size() == MOST_FINDINGS) {
            damage.add("and more");
        }
    }

    /** Checks what the sound records say. */
    private final class EventChecks implements LogScan.Visitor {

        private final Path file;
        private final IndexAudit index;

        EventChecks(Path file, IndexAudit index) {
            this.file = file;
            this.index = index;
        }

        @Override
        public void record(long recordOffset, byte[] form, int offset, int length) {
            try {
                Event event = CanonicalForm.parse(form, offset, length);
                check(event, recordOffset);
                index.check(form, offset, event.position().value());
            } catch (IllegalArgumentException e) {
                damaged(e.getMessage() + " at file=" + file + " offset=" + recordOffset);
            }
            if (++events % EVENTS_BETWEEN_REPORTS == 0) {
                progress.accept(events);
            }
        }

        private void check(Event event, long recordOffset) {
            long millis = event.recordedAt().toEpochMilli();
            if (millis < recordedAtMillis) {
                damaged("recordedAt goes back at position=" + event.position());
            }
            recordedAtMillis = millis;
            if (!streams.follows(event)) {
                damaged(
                        "a sequence does not follow the one before: stream=%s sequence=%d file=%s offset=%d"
                                .formatted(event.stream(), event.sequence(), file, recordOffset));
            }
        }

        @Override
        public void group(long lastPosition) {}
    }
}
