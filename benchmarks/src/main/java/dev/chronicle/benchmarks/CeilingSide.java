package dev.chronicle.benchmarks;

import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.NewEvent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The ceiling: a log and nothing else. Callers encode their events; one thread gives them their
 * positions and checksums, writes the group into files of 256 MiB and calls {@code fdatasync}. No
 * index, no check of ids, no conditions, nothing that could be read again.
 */
final class CeilingSide implements AppendSide {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int HEADER = 8;
    private static final long FILE_BYTES = 256 << 20;

    private final Path directory;
    private final GroupWriter<Encoded> writer;
    private ByteBuffer buffer = ByteBuffer.allocateDirect(GroupWriter.GROUP_BYTES);
    private RandomAccessFile file;
    private long end;
    private long position;

    /** The records of an append, one behind the other. */
    private record Encoded(byte[] array, int bytes, int[] ends) implements GroupWriter.Sized {}

    CeilingSide(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        file = begin();
        writer = new GroupWriter<>("ceiling", this::write);
    }

    @Override
    public void append(List<NewEvent> events) {
        CanonicalWriter canonical = new CanonicalWriter(Math.min(events.size(), 1000) * 384);
        int[] ends = new int[events.size()];
        for (int i = 0; i < ends.length; i++) {
            int record = canonical.size();
            canonical.skip(HEADER);
            canonical.write(events.get(i));
            INT.set(canonical.array(), record + 4, canonical.size() - record - HEADER);
            ends[i] = canonical.size();
        }
        writer.append(new Encoded(canonical.array(), canonical.size(), ends));
    }

    private void write(List<Encoded> group) throws IOException {
        int bytes = 0;
        for (Encoded append : group) {
            bytes += append.bytes();
        }
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(bytes);
        }
        if (end + bytes > FILE_BYTES) {
            file.close();
            file = begin();
        }
        long now = System.currentTimeMillis();
        buffer.clear();
        for (Encoded append : group) {
            complete(append, now);
            buffer.put(append.array(), 0, append.bytes());
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            end += file.getChannel().write(buffer, end);
        }
        file.getChannel().force(false);
    }

    private void complete(Encoded append, long now) {
        int record = 0;
        for (int recordEnd : append.ends()) {
            position++;
            CanonicalWriter.fillPlace(append.array(), record + HEADER, position, position, now);
            CRC32C checksum = new CRC32C();
            checksum.update(append.array(), record + 4, recordEnd - record - 4);
            INT.set(append.array(), record, (int) checksum.getValue());
            record = recordEnd;
        }
    }

    private RandomAccessFile begin() throws IOException {
        end = 0;
        RandomAccessFile begun =
                new RandomAccessFile(directory.resolve(position + ".log").toFile(), "rw");
        begun.setLength(FILE_BYTES);
        begun.getChannel().force(true);
        return begun;
    }

    @Override
    public long syncs() {
        return writer.groups();
    }

    @Override
    public void close() throws IOException {
        writer.close();
        file.close();
    }
}
