package dev.chronicle.examples;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The file that is followed, and the place in it. It stays open, so that its end can be read even
 * if it is renamed or deleted. For one thread.
 */
final class TailedFile implements AutoCloseable {

    private static final int BEFORE_BYTES = 1024;
    private static final int HASH_BYTES = 8;

    /**
     * Lines to send, and where the tail is once they are stored.
     *
     * @param after its file id is what the ids of the lines begin with
     */
    record Piece(TailedLines found, TailState after) {

        boolean isEmpty() {
            return found.lines().isEmpty();
        }

        /** The same for the same line of the same file, however often it is read. */
        String id(TailedLines.Line line) {
            return after.fileId() + "-" + line.offset();
        }
    }

    private final PrintStream out;
    private final RotatedFiles files;
    private FileChannel channel;
    private TailState state;
    private boolean isQuiet;
    private TailedLines.Unfinished unfinished = TailedLines.Unfinished.WAITS;

    /** Opens the file where it was left, or at its beginning. */
    TailedFile(TailOptions options, Optional<TailState> known, PrintStream out) throws IOException {
        this.out = out;
        files = new RotatedFiles(options.file());
        Path path = options.file();
        if (known.isPresent()) {
            Optional<Path> left = files.find(known.get().fileKey());
            if (left.isEmpty()) {
                out.println("The file it had got into is gone, and what was not sent of it");
            }
            path = left.orElse(path);
        }
        RotatedFiles.Open open = RotatedFiles.open(path);
        channel = open.channel();
        state =
                known.filter(it -> it.fileKey().equals(open.key()))
                        .orElseGet(() -> beginning(options.file().toString(), open.key(), 0));
    }

    private static TailState beginning(String path, String key, int generation) {
        return new TailState(path, key, generation, "", 0, hash());
    }

    /** The next lines; none if there is no whole one. */
    Piece read() throws IOException {
        int head = (int) Math.min(BEFORE_BYTES, state.offset());
        byte[] bytes = bytes(state.offset() - head, head + TailedLines.MOST_BYTES);
        if (bytes.length < head || !hash(bytes, 0, head).equals(state.before())) {
            out.println("The file was truncated; it is read from its beginning");
            state = beginning(state.path(), state.fileKey(), state.generation() + 1);
            head = 0;
            bytes = bytes(0, TailedLines.MOST_BYTES);
        }
        TailedLines found = TailedLines.split(bytes, head, state.offset(), unfinished);
        int end = head + found.length();
        String before = hash(bytes, Math.max(0, end - BEFORE_BYTES), end);
        TailState after =
                new TailState(
                        state.path(),
                        state.fileKey(),
                        state.generation(),
                        state.fileId().isEmpty() ? fileId(found) : state.fileId(),
                        state.offset() + found.length(),
                        before);
        return new Piece(found, after);
    }

    /** Follows from the file and its first line alone: it is found again without a state. */
    private String fileId(TailedLines found) {
        if (found.lines().isEmpty()) {
            return "";
        }
        String first = found.lines().getFirst().text();
        String name = "%s\n%d\n%s".formatted(state.fileKey(), state.generation(), first);
        return hash(name.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] bytes(long offset, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            // until it is full, or the file has no more
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** These lines are stored. */
    TailState advance(Piece piece) {
        isQuiet = false;
        state = piece.after();
        return state;
    }

    /**
     * Whether there may be more to read, after there was nothing: then this is the rest of a file
     * that was renamed, or the file that came after it.
     *
     * @param atOnce whether nobody will look again later
     */
    boolean moveOn(boolean atOnce) throws IOException {
        Optional<String> current = files.currentKey();
        if (current.isEmpty() || current.get().equals(state.fileKey())) {
            return false;
        }
        if (!isQuiet && !atOnce) {
            // whoever writes it may not have noticed yet that it was renamed
            isQuiet = true;
            return false;
        }
        if (unfinished == TailedLines.Unfinished.WAITS) {
            unfinished = TailedLines.Unfinished.IS_TAKEN;
            return true;
        }
        RotatedFiles.Open next = RotatedFiles.open(files.after(state.fileKey()));
        out.println("The file was renamed; going on with the one that came after it");
        channel.close();
        channel = next.channel();
        state = beginning(state.path(), next.key(), 0);
        isQuiet = false;
        unfinished = TailedLines.Unfinished.WAITS;
        return true;
    }

    /** Where it is, in words. */
    String place() throws IOException {
        long left = channel.size() - state.offset();
        return "at byte %,d".formatted(state.offset())
                + (left > 0 ? "; %,d bytes behind it wait for their newline".formatted(left) : "");
    }

    private static String hash(byte... bytes) {
        return hash(bytes, 0, bytes.length);
    }

    private static String hash(byte[] bytes, int from, int to) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(bytes, from, to - from);
            return HexFormat.of().formatHex(sha256.digest(), 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
