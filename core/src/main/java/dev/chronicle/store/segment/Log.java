package dev.chronicle.store.segment;

import dev.chronicle.store.DamagedLogException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The segment files, in order. One thread writes; any thread reads what is committed.
 *
 * <p>Opening it reads the newest segment to its end: a group that was cut off there, and so was
 * never acknowledged, is dropped whole; damage in front of a later group is refused.
 */
final class Log implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Log.class);
    private static final int SMALL_GROUP = 1 << 16;
    private static final int ALLOCATED_AHEAD = 1 << 18;

    private final Path directory;
    private final Disk disk;
    private final long segmentBytes;
    private final RandomGenerator random;
    private volatile List<Segment> segments = List.of();
    private Disk.Output output;

    /** Up to here the newest segment has been filled with zeros. */
    private long allocated;

    private Log(Path directory, Disk disk, long segmentBytes, RandomGenerator random)
            throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.random = random;
        this.output = recover();
    }

    /**
     * Opens the log in {@code directory}, which is made if it is not there.
     *
     * @param segmentBytes the size at which a new segment is begun
     * @param random where the salts of new segments come from
     * @throws DamagedLogException if bytes that were synced are not what was written
     */
    static Log open(Path directory, Disk disk, long segmentBytes, RandomGenerator random)
            throws IOException {
        return new Log(directory, disk, segmentBytes, random);
    }

    private Disk.Output recover() throws IOException {
        Directories.make(directory);
        SealedOffsets.deleteUnfinished(directory);
        List<Path> files = segmentFiles(directory);
        if (!files.isEmpty() && LogFormat.firstPosition(files.getFirst()) != 1) {
            throw new DamagedLogException(
                    "file=" + files.getFirst() + " offset=0",
                    "the segments before this one are missing");
        }
        List<Segment> opened = new ArrayList<>();
        for (int i = 0; i < files.size() - 1; i++) {
            opened.add(openSealed(files.get(i), LogFormat.firstPosition(files.get(i + 1))));
        }
        segments = List.copyOf(opened);
        return files.isEmpty()
                ? begin(1, segmentBytes, random.nextLong())
                : openNewest(files.getLast());
    }

    static List<Path> segmentFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(LogFormat::isSegment).sorted().toList();
        }
    }

    private static Segment openSealed(Path file, long next) throws IOException {
        long first = LogFormat.firstPosition(file);
        MemorySegment data = Segment.map(file);
        try {
            requireHeader(file, data, first);
            requireReaches(file, data, next - 1);
        } catch (InternalError e) {
            throw unreadable(file, e);
        }
        return Segment.of(file, first, data, new SealedOffsets(file, first, data), data.byteSize());
    }

    /** Its last marker is enough; only where that is missing the segment is read through. */
    private static void requireReaches(Path file, MemorySegment data, long last) {
        if (LogScan.endsWithMarker(data, last)) {
            return;
        }
        LogScan scan = new LogScan(data, LogFormat.firstPosition(file));
        scan.run(LogScan.Visitor.NONE);
        if (scan.fault().isPresent()) {
            throw new DamagedLogException("file=" + file, scan.fault().get());
        }
        if (scan.lastPosition() != last) {
            throw new DamagedLogException(
                    "file=" + file + " offset=" + scan.end(),
                    "events are missing: the segment ends with position="
                            + scan.lastPosition()
                            + " but the next begins behind position="
                            + last);
        }
    }

    /** What to make of the error with which the JVM meets a mapped page that cannot be read. */
    private static DamagedLogException unreadable(Path file, InternalError e) {
        return new DamagedLogException(
                "file=" + file, "the file cannot be read: " + e.getMessage());
    }

    private static void requireHeader(Path file, MemorySegment data, long first) {
        String fault = Segment.headerFault(data, first);
        if (!fault.isEmpty()) {
            throw new DamagedLogException("file=" + file + " offset=0", fault);
        }
    }

    private Disk.Output openNewest(Path file) throws IOException {
        try {
            return openReadable(file);
        } catch (InternalError e) {
            throw unreadable(file, e);
        }
    }

    private Disk.Output openReadable(Path file) throws IOException {
        long first = LogFormat.firstPosition(file);
        MemorySegment data = Segment.map(file);
        if (wasNeverBegun(data, first)) {
            LOG.info("Dropped a segment that was cut off while it was made: file={}", file);
            Files.delete(file);
            return begin(first, segmentBytes, random.nextLong());
        }
        requireHeader(file, data, first);
        GrowingOffsets offsets = new GrowingOffsets();
        LogScan scan = new LogScan(data, first);
        scan.run(new OffsetCollector(offsets));
        if (scan.fault().isPresent()) {
            if (scan.hasGroupBehind()) {
                throw new DamagedLogException("file=" + file, scan.fault().get());
            }
            LOG.warn(
                    "Dropped a group that was cut off before it was synced: {} file={} dropped={}"
                            + " bytes",
                    scan.fault().get(),
                    file,
                    data.byteSize() - scan.end());
        }
        byte[] last =
                data.asSlice(scan.lastGroup(), scan.end() - scan.lastGroup())
                        .toArray(ValueLayout.JAVA_BYTE);
        Disk.Output opened = disk.open(file);
        try {
            // Away with the torn group, so that zeros follow the end again.
            opened.resize(scan.end());
            opened.resize(Math.max(segmentBytes, scan.end()));
            // If the sync of the last group failed, the operating system may show it without ever
            // writing it to the disk: it must be told to.
            opened.write(ByteBuffer.wrap(last), scan.lastGroup());
            opened.sync();
            Directories.sync(directory);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        add(Segment.of(file, first, Segment.map(file), offsets, scan.end()));
        return opened;
    }

    /**
     * Whether the newest segment was cut off before its header was synced, and so holds nothing.
     */
    static boolean wasNeverBegun(MemorySegment data, long firstPosition) {
        return !Segment.headerFault(data, firstPosition).isEmpty()
                && LogScan.isZero(data, LogFormat.SEGMENT_HEADER_SIZE);
    }

    private Disk.Output begin(long firstPosition, long capacity, long salt) throws IOException {
        Path file = directory.resolve(LogFormat.fileName(firstPosition));
        Disk.Output begun = disk.open(file);
        try {
            begun.resize(capacity);
            begun.write(LogFormat.segmentHeader(firstPosition, salt), 0);
            begun.sync();
            Directories.sync(directory);
        } catch (IOException e) {
            begun.close();
            throw e;
        }
        add(
                Segment.of(
                        file,
                        firstPosition,
                        Segment.map(file),
                        new GrowingOffsets(),
                        LogFormat.SEGMENT_HEADER_SIZE));
        return begun;
    }

    private void add(Segment segment) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        segments = List.copyOf(more);
    }

    /** Sees to it that a group of at most so many bytes fits into the newest segment. */
    void makeRoom(long bytes) throws IOException {
        Segment newest = newest();
        if (newest.end() + bytes <= newest.capacity()) {
            return;
        }
        long next = head() + 1;
        long salt = newest.salt();
        if (newest.offsets().count() > 0) {
            seal(newest);
            salt = random.nextLong();
        } else {
            output.close();
            segments = segments.subList(0, segments.size() - 1);
        }
        allocated = 0;
        output = begin(next, Math.max(segmentBytes, LogFormat.SEGMENT_HEADER_SIZE + bytes), salt);
    }

    private void seal(Segment newest) throws IOException {
        output.resize(newest.end());
        output.sync();
        output.close();
        SealedOffsets.write(newest.file(), newest.firstPosition(), newest.salt(), newest.offsets());
        Segment sealed = newest.sealed();
        List<Segment> replaced = new ArrayList<>(segments);
        replaced.set(replaced.size() - 1, sealed);
        segments = List.copyOf(replaced);
    }

    /** Writes a group behind the last and syncs it. It is visible to nobody yet. */
    void write(ByteBuffer group, int[] recordOffsets, int records) throws IOException {
        Segment newest = newest();
        long bytes = group.remaining();
        if (bytes <= SMALL_GROUP) {
            allocateBehind(newest, newest.end() + bytes);
        }
        output.write(group, newest.end());
        output.sync();
        newest.grow(recordOffsets, records, bytes);
    }

    /**
     * Writes zeros where the next groups will go, if there are none yet: a sync of blocks that the
     * file has already costs half of one for which the file system has to allocate them. For small
     * groups, whose syncs count; large ones would only write everything twice.
     */
    private void allocateBehind(Segment newest, long end) throws IOException {
        long allocatedEnd = Math.min(end + ALLOCATED_AHEAD, newest.capacity());
        if (end > allocated && end < allocatedEnd) {
            output.write(ByteBuffer.allocate((int) (allocatedEnd - end)), end);
            allocated = allocatedEnd;
        }
    }

    /** The last position written. For the committing thread. */
    long head() {
        Segment newest = newest();
        return newest.firstPosition() + newest.offsets().count() - 1;
    }

    Segment newest() {
        return segments.getLast();
    }

    /** A random number of this log's own: the salt of its first segment. */
    long identity() {
        return segments.getFirst().salt();
    }

    List<Segment> segments() {
        return segments;
    }

    /** The segment of a committed position. */
    Segment segmentOf(long position) {
        List<Segment> all = segments;
        int low = 0;
        int high = all.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all.get(middle).firstPosition() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return all.get(low);
    }

    /** Copies the record of a committed position into {@code buffer}. */
    void load(long position, RecordBuffer buffer) {
        Segment segment = segmentOf(position);
        try {
            long offset = segment.offsetOf(position);
            String fault = buffer.load(segment.data(), offset);
            if (fault.isEmpty() && buffer.position() != position) {
                fault = "a record has the wrong position " + buffer.position();
            }
            if (!fault.isEmpty()) {
                throw new DamagedLogException(
                        segment.place(offset), fault + " position=" + position);
            }
        } catch (InternalError e) {
            throw unreadable(segment.file(), e);
        }
    }

    /** Gives back the room that was kept for more, and closes the newest segment. */
    @Override
    public void close() throws IOException {
        output.resize(newest().end());
        output.sync();
        output.close();
    }

    /** Closes the newest segment as it is, after a failure. */
    void abandon() throws IOException {
        output.close();
    }
}
