package dev.chronicle.store.segment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.Tag;
import dev.chronicle.store.Append;
import dev.chronicle.store.CommitCounters;
import dev.chronicle.store.CommitSignal;
import dev.chronicle.store.Snapshot;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The bytes in docs/design are the bytes that the code writes. */
class DocumentedBytesTest {

    private static final Path DESIGN = Path.of("..", "docs", "design");
    private static final long SALT = 0x1122334455667788L;
    private static final KeyHash HASH = new KeyHash(0x0001020304050607L, 0x08090a0b0c0d0e0fL);
    private static final StreamId ORDERS = StreamId.parse("order/7");

    @TempDir Path directory;
    private Path segment = Path.of("");
    private long segmentEnd;

    /** A log of one group with two events, closed in order, and its index. */
    @BeforeEach
    void write() throws Exception {
        Log log = Log.open(directory.resolve("log"), Disk.real(), 4096, () -> SALT);
        Index index =
                Index.open(
                        directory.resolve("index"),
                        Manifest.empty(log.identity(), HASH),
                        4096,
                        failure -> {
                            throw new AssertionError(failure);
                        });
        CommitCounters statistics = new CommitCounters();
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.678Z"));
        Sequencer sequencer = new Sequencer(log, index, clock, statistics, 4096, Long.MIN_VALUE);
        Append append = Append.of(List.of(event("a", "placed"), event("b", "paid")));
        sequencer.add(List.of(PreparedAppend.of(append, HASH, 4096)));
        new GroupWriter(log, index, new CommitSignal(Position.START), statistics)
                .write(sequencer.group());
        segment = log.newest().file();
        segmentEnd = log.newest().end();
        SealedOffsets.write(segment, 1, SALT, log.newest().offsets());
        index.flushAll();
        index.close();
        log.close();
    }

    private static NewEvent event(String id, String type) {
        return NewEvent.of(ORDERS, type)
                .id(id)
                .time(Instant.parse("2026-01-02T03:04:05Z"))
                .tags(Tag.parse("by:ann"))
                .data(EventData.of("text/plain", new byte[] {'h', 'i'}))
                .build();
    }

    @Test
    void a_segment_has_the_bytes_that_the_document_shows() throws IOException {
        assertThat(Files.size(segment)).isEqualTo(segmentEnd);
        assertThat(hex(segment)).isEqualTo(documented("log-format.md", 0));
    }

    @Test
    void an_offsets_file_has_the_bytes_that_the_document_shows() throws IOException {
        Path offsets = directory.resolve("log").resolve("00000000000000000001.off");
        assertThat(hex(offsets)).isEqualTo(documented("log-format.md", 1));
    }

    @Test
    void a_run_has_the_bytes_that_the_document_shows() throws IOException {
        Path run =
                directory
                        .resolve("index")
                        .resolve("00000000000000000001-00000000000000000002-0.run");
        assertThat(hex(run)).isEqualTo(documented("index-format.md", 0));
    }

    @Test
    void a_manifest_has_the_text_that_the_document_shows() throws IOException {
        assertThat(Files.readString(directory.resolve("index").resolve("MANIFEST")))
                .isEqualTo(block("index-format.md", "text", 0));
    }

    @Test
    void snapshots_have_the_bytes_that_the_document_shows() throws IOException {
        Path name = directory.resolve("snapshots.dat");
        RecordFile file =
                RecordFile.begin(name, RecordFormat.Kind.SNAPSHOTS, SALT, Disk.uninterruptible());
        byte[] key = SnapshotCodec.key(ORDERS);
        EventData state = EventData.of("text/plain", new byte[] {'h', 'i'});
        byte[] value = SnapshotCodec.value(new Snapshot(2, "v1", state));
        file.append(RecordFormat.record(SALT, key, value));
        file.append(RecordFormat.deletion(SALT, key));
        file.publish();
        file.close();
        assertThat(hex(name)).isEqualTo(documented("snapshot-format.md", 0));
    }

    @Test
    void checkpoints_have_the_bytes_that_the_document_shows() throws IOException {
        Path name = directory.resolve("checkpoints.dat");
        try (CheckpointFile file =
                CheckpointFile.open(
                        name, Disk.uninterruptible(), 4096, new HashMap<>(), () -> SALT)) {
            file.append("balances", new Position(9), Map.of());
        }
        assertThat(hex(name)).isEqualTo(documented("snapshot-format.md", 1));
    }

    private static String hex(Path file) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(file));
    }

    /** The hex digits of a block, each line of which ends with a remark behind a bar. */
    private static String documented(String document, int number) throws IOException {
        StringBuilder digits = new StringBuilder();
        Arrays.stream(block(document, "hex", number).split("\n", -1))
                .map(line -> line.replaceFirst("\\|.*", "").replaceAll("\\s", ""))
                .forEach(digits::append);
        return digits.toString();
    }

    private static String block(String document, String language, int number) throws IOException {
        Pattern block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
        List<String> blocks =
                block.matcher(Files.readString(DESIGN.resolve(document)))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();
        return blocks.get(number);
    }
}
