package dev.chronicle.store.segment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** How the log writes: the seam where tests put a disk that fails. */
interface Disk {

    /** Opens a file for writing, making it if it is not there. */
    Output open(Path file) throws IOException;

    /** A file being written by one thread. */
    interface Output extends AutoCloseable {

        /** Writes all of the bytes at {@code offset}. */
        void write(ByteBuffer bytes, long offset) throws IOException;

        /** Makes the size of the file this, with zeros at the end where it grows. */
        void resize(long size) throws IOException;

        /** Makes the bytes that were written durable. */
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The operating system's. */
    static Disk real() {
        return RealOutput::new;
    }

    /**
     * The operating system's, for files that the threads of callers write: an interrupt of such a
     * thread does not close the file, as it would that of {@link #real}.
     */
    static Disk uninterruptible() {
        return UninterruptibleOutput::new;
    }

    /**
     * A file of the operating system: {@code write} of buffers that have an array, {@code
     * ftruncate}, {@code fsync}.
     */
    final class UninterruptibleOutput implements Output {

        private final RandomAccessFile file;

        UninterruptibleOutput(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            file.seek(offset);
            file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
        }

        @Override
        public void resize(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void sync() throws IOException {
            file.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A file of the operating system: {@code write}, {@code ftruncate}, {@code fdatasync}. */
    final class RealOutput implements Output {

        private final RandomAccessFile file;
        private final FileChannel channel;

        RealOutput(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
            channel = file.getChannel();
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            long at = offset;
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        }

        @Override
        public void resize(long size) throws IOException {
            file.setLength(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
