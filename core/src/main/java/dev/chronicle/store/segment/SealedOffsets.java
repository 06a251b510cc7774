package dev.chronicle.store.segment;

import dev.chronicle.store.DamagedLogException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The offsets of a segment that grows no more, mapped from a file beside it: 32 bytes of header
 * (magic, u64 first position, u64 count, u32 CRC32C of the rest and the segment's salt, u32 zero),
 * then a u32 per record, big-endian. Looked at when first needed; made again from the segment if it
 * is missing or damaged. Threads share it.
 */
final class SealedOffsets implements Offsets {

    private static final long MAGIC = 0x4348524f4e4f4646L; // "CHRONOFF"
    private static final String UNFINISHED = ".new";
    private static final int HEADER_SIZE = 32;
    private static final int AT_FIRST = 8;
    private static final int AT_COUNT = 16;
    private static final int AT_CRC = 24;

    private final Path segment;
    private final long firstPosition;
    private final MemorySegment segmentData;
    private volatile @Nullable MemorySegment loaded;

    SealedOffsets(Path segment, long firstPosition, MemorySegment segmentData) {
        this.segment = segment;
        this.firstPosition = firstPosition;
        this.segmentData = segmentData;
    }

    @Override
    public long get(long index) {
        MemorySegment data = data();
        if (index >= data.get(LogFormat.LONG, AT_COUNT)) {
            throw new DamagedLogException(
                    "file=" + segment,
                    "the segment ends before position=" + (firstPosition + index));
        }
        return Integer.toUnsignedLong(data.get(LogFormat.INT, HEADER_SIZE + index * Integer.BYTES));
    }

    @Override
    public long count() {
        return data().get(LogFormat.LONG, AT_COUNT);
    }

    private MemorySegment data() {
        MemorySegment data = loaded;
        return data != null ? data : load();
    }

    /**
     * Takes no lock: the committing thread comes here too, and must not wait for a reader. Two that
     * come at once find the same.
     */
    private MemorySegment load() {
        MemorySegment data = ifReadable().orElseGet(this::rebuilt);
        loaded = data;
        return data;
    }

    private Optional<MemorySegment> ifReadable() {
        try {
            return mapped();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<MemorySegment> mapped() throws IOException {
        Path file = file(segment);
        if (!Files.exists(file) || Files.size(file) < HEADER_SIZE) {
            return Optional.empty();
        }
        // Checked by reading: of a mapped page that is bad the JVM makes no exception in a
        // checksum.
        MemorySegment data = MemorySegment.ofArray(Files.readAllBytes(file));
        boolean sound =
                data.get(LogFormat.LONG, 0) == MAGIC
                        && data.get(LogFormat.LONG, AT_FIRST) == firstPosition
                        && data.get(LogFormat.LONG, AT_COUNT) * Integer.BYTES + HEADER_SIZE
                                == data.byteSize()
                        && data.get(LogFormat.INT, AT_CRC)
                                == checksum(data, Segment.salt(segmentData));
        return sound ? Optional.of(Segment.map(file)) : Optional.empty();
    }

    private static int checksum(MemorySegment data, long salt) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
        crc.update(data.asSlice(HEADER_SIZE).asByteBuffer());
        return (int) crc.getValue();
    }

    /** Reads the segment through; it must be sound, for it was synced before the next was begun. */
    private MemorySegment rebuilt() {
        GrowingOffsets offsets = new GrowingOffsets();
        LogScan scan = new LogScan(segmentData, firstPosition);
        scan.run(new OffsetCollector(offsets));
        if (scan.fault().isPresent()) {
            throw new DamagedLogException("file=" + segment, scan.fault().get());
        }
        try {
            write(segment, firstPosition, Segment.salt(segmentData), offsets);
            return mapped().orElseThrow(() -> new IOException("offsets do not stay written"));
        } catch (IOException e) {
            return inMemory(firstPosition, Segment.salt(segmentData), offsets);
        }
    }

    /** Writes the offsets of a segment beside it. Not synced: they can be made again. */
    static void write(Path segment, long firstPosition, long salt, Offsets offsets)
            throws IOException {
        ByteBuffer bytes = inMemory(firstPosition, salt, offsets).asByteBuffer();
        Path fresh = Files.createTempFile(segment.getParent(), "offsets", UNFINISHED);
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(fresh, file(segment), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Deletes what a crash left of {@link #write}. */
    static void deleteUnfinished(Path directory) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, "offsets*" + UNFINISHED)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    private static MemorySegment inMemory(long firstPosition, long salt, Offsets offsets) {
        long count = offsets.count();
        byte[] bytes = new byte[Math.toIntExact(HEADER_SIZE + count * Integer.BYTES)];
        MemorySegment data = MemorySegment.ofArray(bytes);
        data.set(LogFormat.LONG, 0, MAGIC);
        data.set(LogFormat.LONG, AT_FIRST, firstPosition);
        data.set(LogFormat.LONG, AT_COUNT, count);
        for (long i = 0; i < count; i++) {
            data.set(LogFormat.INT, HEADER_SIZE + i * Integer.BYTES, (int) offsets.get(i));
        }
        data.set(LogFormat.INT, AT_CRC, checksum(data, salt));
        return data;
    }

    private static Path file(Path segment) {
        String name = segment.getFileName().toString();
        return segment.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".off");
    }
}
