package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A disk on which one call fails, or all from that call on. It does not wait for the real one to
 * sync, so that a test can try every call there is. Threads share it.
 */
final class FaultyDisk implements Disk {

    /** What a disk is asked for. */
    enum Call {
        WRITE,
        SYNC,
        RESIZE
    }

    /**
     * What goes wrong.
     *
     * @param call what is asked for when it does
     * @param number at which such call, from 1
     * @param always whether every call from there on fails, whatever is asked for
     * @param written how much of a failing write is done all the same, from 0 to 1
     * @param reason the operating system's words
     */
    record Fault(Call call, int number, boolean always, double written, String reason) {}

    private final Fault fault;
    private final AtomicIntegerArray calls = new AtomicIntegerArray(Call.values().length);
    private volatile boolean broken;

    FaultyDisk(Fault fault) {
        this.fault = fault;
    }

    /** A disk that never fails, to count how often it is called. */
    static FaultyDisk sound() {
        return new FaultyDisk(new Fault(Call.WRITE, Integer.MAX_VALUE, false, 0, ""));
    }

    int calls(Call call) {
        return calls.get(call.ordinal());
    }

    /** Whether the fault has come. */
    boolean hasFailed() {
        return broken;
    }

    String reason() {
        return fault.reason();
    }

    @Override
    public Output open(Path file) throws IOException {
        if (broken && fault.always()) {
            throw new IOException(fault.reason());
        }
        return new FaultyOutput(Disk.real().open(file));
    }

    private boolean fails(Call call) {
        boolean now =
                calls.incrementAndGet(call.ordinal()) == fault.number() && call == fault.call();
        boolean fails = now || broken && fault.always();
        broken |= now;
        return fails;
    }

    private final class FaultyOutput implements Output {

        private final Output output;

        FaultyOutput(Output output) {
            this.output = output;
        }

        @Override
        public void write(ByteBuffer bytes, long offset) throws IOException {
            if (fails(Call.WRITE)) {
                int some = (int) (bytes.remaining() * fault.written());
                output.write(bytes.slice(bytes.position(), some), offset);
                throw new IOException(fault.reason());
            }
            output.write(bytes, offset);
        }

        @Override
        public void resize(long size) throws IOException {
            if (fails(Call.RESIZE)) {
                throw new IOException(fault.reason());
            }
            output.resize(size);
        }

        @Override
        public void sync() throws IOException {
            if (fails(Call.SYNC)) {
                throw new IOException(fault.reason());
            }
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }
}
