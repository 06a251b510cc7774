package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A disk that is soon full: a small file system of its own where this process may mount one, else a
 * {@link Disk} that takes only so many bytes. A part of it is kept aside, to be given back.
 */
final class SmallVolume implements AutoCloseable {

    private final Path directory;
    private final Path keptAside;
    private final boolean mounted;
    private final AtomicLong left;

    private SmallVolume(Path directory, boolean mounted, long bytes) {
        this.directory = directory;
        this.mounted = mounted;
        this.keptAside = directory.resolve("kept-aside");
        this.left = new AtomicLong(bytes);
    }

    /**
     * Makes one.
     *
     * @param bytes how much fits
     * @param aside how much more when it is given back
     */
    static SmallVolume at(Path directory, int bytes, int aside) throws IOException {
        Files.createDirectories(directory);
        boolean mounted =
                succeeds(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        "size=" + (bytes + aside),
                        "tmpfs",
                        directory.toString());
        SmallVolume volume = new SmallVolume(directory, mounted, bytes);
        if (mounted) {
            Files.write(volume.keptAside, new byte[aside]);
        }
        return volume;
    }

    private static boolean succeeds(String... command) throws IOException {
        try {
            return new ProcessBuilder(List.of(command))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a command ran", e);
        }
    }

    Path directory() {
        return directory.resolve("store");
    }

    Disk disk() {
        return mounted ? Disk.real() : file -> new Limited(Disk.real().open(file));
    }

    /** Makes room. */
    void giveBack() throws IOException {
        Files.deleteIfExists(keptAside);
        left.set(Long.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        // At once, even while files are still mapped.
        if (mounted && !succeeds("umount", "-l", directory.toString())) {
            throw new IOException("still mounted: " + directory);
        }
    }

    private final class Limited implements Disk.Output {

        private final Disk.Output output;

        Limited(Disk.Output output) {
            this.output = output;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            int size = bytes.remaining();
            int fits = (int) Math.min(size, left.getAndUpdate(l -> Math.max(0, l - size)));
            output.write(bytes.slice(bytes.position(), fits), offset);
            if (fits < size) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void resize(long size) throws IOException {
            output.resize(size);
        }

        @Override
        public void sync() throws IOException {
            output.sync();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
