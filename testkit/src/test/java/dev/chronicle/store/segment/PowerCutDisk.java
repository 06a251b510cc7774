package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk behind a cache, which is lost when the power is cut: then only what was synced is sure to
 * be there, and of the rest any sectors. A sync that fails leaves what it was to write in the
 * cache, where it can be read, but takes it for written, as Linux does. Threads share it.
 */
final class PowerCutDisk implements Disk {

    private static final int SECTOR = 512;

    private final Path directory;
    private final Map<Path, Cached> files = new HashMap<>();
    private int syncsUntilFault;

    /**
     * @param directory what the names of the files are relative to
     */
    PowerCutDisk(Path directory) {
        this.directory = directory;
    }

    /** Lets a sync fail: the next one for 1. */
    synchronized void failSync(int number) {
        syncsUntilFault = number;
    }

    /** What is on the disk if the power is cut now. */
    synchronized Snapshot afterPowerCut(RandomGenerator random) {
        Map<String, byte[]> left = new TreeMap<>();
        files.forEach(
                (file, cached) ->
                        left.put(directory.relativize(file).toString(), cached.left(random)));
        return new Snapshot(left);
    }

    @Override
    public synchronized Output open(Path file) throws IOException {
        return new CachedOutput(Disk.real().open(file), files.computeIfAbsent(file, Cached::new));
    }

    /** A file, and what of it is on the disk. */
    private static final class Cached {

        private final Path file;
        private final BitSet dirty = new BitSet();
        private byte[] synced = {};
        private int smallest;

        Cached(Path file) {
            this.file = file;
        }

        byte[] content() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void sync() {
            byte[] content = content();
            synced = Arrays.copyOf(Arrays.copyOf(synced, smallest), content.length);
            dirty.stream()
                    .filter(at -> at < content.length)
                    .forEach(at -> synced[at] = content[at]);
            dirty.clear();
            smallest = content.length;
        }

        byte[] left(RandomGenerator random) {
            byte[] content = content();
            byte[] left =
                    random.nextBoolean() ? Arrays.copyOf(synced, content.length) : synced.clone();
            for (int sector = 0; sector < left.length; sector += SECTOR) {
                int end = Math.min(sector + SECTOR, Math.min(left.length, content.length));
                if (random.nextBoolean()) {
                    for (int at = dirty.nextSetBit(sector);
                            at >= 0 && at < end;
                            at = dirty.nextSetBit(at + 1)) {
                        left[at] = content[at];
                    }
                }
            }
            return left;
        }
    }

    private final class CachedOutput implements Output {

        private final Output output;
        private final Cached cached;

        CachedOutput(Output output, Cached cached) {
            this.output = output;
            this.cached = cached;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            synchronized (PowerCutDisk.this) {
                cached.dirty.set((int) offset, (int) offset + bytes.remaining());
                output.write(bytes, offset);
            }
        }

        @Override
        public void resize(long size) throws IOException {
            synchronized (PowerCutDisk.this) {
                output.resize(size);
                cached.smallest = (int) Math.min(cached.smallest, size);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (PowerCutDisk.this) {
                if (--syncsUntilFault == 0) {
                    cached.dirty.clear();
                    throw new IOException("Input/output error");
                }
                cached.sync();
            }
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
