package dev.chronicle.store.segment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Which run files make up the index. A text file, replaced whole:
 *
 * <pre>
 * chronicle-index 1
 * log 1122334455667788
 * hash 00112233445566778899aabbccddeeff
 * head 1234
 * run 00000000000000000001-00000000000000001000-0.run 01234567
 * crc32c 89abcdef
 * </pre>
 *
 * @param log the {@link Log#identity} of the log that it is the index of
 * @param hash the secret of the key hashes
 * @param head a position that the log is known to have reached, synced
 * @param runs from old to new
 */
record Manifest(long log, KeyHash hash, long head, List<RunFile> runs) {

    /**
     * A run.
     *
     * @param name of its file
     * @param checksum {@link Run#checksum}
     */
    record RunFile(String name, int checksum) {}

    private static final String NAME = "MANIFEST";
    private static final String FIRST_LINE = "chronicle-index 1";

    /** The manifest of an index without runs. */
    static Manifest empty(long log, KeyHash hash) {
        return new Manifest(log, hash, 0, List.of());
    }

    /** The same, for a log that has reached this position. */
    Manifest withHead(long known) {
        return new Manifest(log, hash, known, runs);
    }

    /**
     * Reads the manifest of an index.
     *
     * @throws IOException if there is none, or it is not whole
     */
    static Manifest read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        String text = Files.readString(file);
        int end = text.lastIndexOf("crc32c ");
        if (end < 0 || !text.substring(end).equals(crcLine(text.substring(0, end)))) {
            throw new IOException("index manifest is damaged: file=" + file);
        }
        List<String> lines = text.lines().toList();
        if (lines.size() < 5 || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException("index manifest is not of this version: file=" + file);
        }
        List<RunFile> runs = new ArrayList<>();
        for (String line : lines.subList(4, lines.size() - 1)) {
            runs.add(runFile(value(line, "run")));
        }
        return new Manifest(
                HexFormat.fromHexDigitsToLong(value(lines.get(1), "log")),
                KeyHash.fromBytes(HexFormat.of().parseHex(value(lines.get(2), "hash"))),
                Long.parseLong(value(lines.get(3), "head")),
                runs);
    }

    private static RunFile runFile(String value) throws IOException {
        int space = value.indexOf(' ');
        if (space < 0) {
            throw new IOException("index manifest: a run has no checksum: " + value);
        }
        return new RunFile(
                value.substring(0, space), HexFormat.fromHexDigits(value.substring(space + 1)));
    }

    private static String value(String line, String name) throws IOException {
        if (!line.startsWith(name + " ")) {
            throw new IOException("index manifest: expected " + name + " in line=" + line);
        }
        return line.substring(name.length() + 1);
    }

    /**
     * Puts this in the place of the manifest there was, so that a crash leaves one or the other.
     */
    void write(Path directory) throws IOException {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("log %016x\n".formatted(log));
        text.append("hash ").append(HexFormat.of().formatHex(hash.toBytes())).append('\n');
        text.append("head ").append(head).append('\n');
        for (RunFile run : runs) {
            text.append("run %s %08x\n".formatted(run.name(), run.checksum()));
        }
        text.append(crcLine(text.toString()));
        Path fresh = directory.resolve(NAME + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(directory);
    }

    private static String crcLine(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return "crc32c %08x\n".formatted(crc.getValue());
    }
}
