package dev.chronicle.cluster;

import org.jgroups.protocols.raft.FileBasedLog;
import org.jgroups.protocols.raft.Log;
import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The log of jgroups-raft on disk, of which nothing is forgotten at a restart. As it is (1.1.3),
 * the log of a node that was given a snapshot is empty when it starts again; the term of older
 * entries that are sent again is put down in the place of the present one, so that a node might
 * vote twice; and a snapshot for which the log is cut is not synced.
 */
final class RaftLog extends FileBasedLog {

    private static final String SNAPSHOT = "state_snapshot.raft";

    private final Path directory;

    private RaftLog(Path directory) {
        this.directory = directory;
    }

    /** Opens or makes it. */
    static RaftLog open(Path directory) throws Exception {
        RaftLog log = new RaftLog(directory);
        log.init(directory.toString(), Map.of());
        log.useFsync(true);
        return log;
    }

    @Override
    public Log currentTerm(long term) {
        return term < currentTerm() ? this : super.currentTerm(term);
    }

    /** The first entry that it puts into an empty log is never written; a second one is. */
    @Override
    public void reinitializeTo(long index, LogEntry entry) {
        long term = currentTerm();
        super.reinitializeTo(index - 1, entry);
        currentTerm(term);
        var _ = append(index, new LogEntries().add(entry));
        commitIndex(index);
        truncate(index);
    }

    @Override
    public void setSnapshot(ByteBuffer snapshot) {
        Path snapshotFile = directory.resolve(SNAPSHOT);
        Path unfinished = directory.resolve(SNAPSHOT + ".new");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            unfinished,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                while (snapshot.hasRemaining()) {
                    var _ = out.write(snapshot);
                }
                out.force(true);
            }
            Files.move(unfinished, snapshotFile, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(directory)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
