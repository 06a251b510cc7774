package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.jgroups.protocols.raft.LogEntries;
import org.jgroups.protocols.raft.LogEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;

class RaftLogTest {

    @TempDir Path directory;

    private static LogEntries entries(long term, int count) {
        LogEntries entries = new LogEntries();
        for (int i = 0; i < count; i++) {
            entries.add(new LogEntry(term, new byte[] {(byte) i}));
        }
        return entries;
    }

    private static long term(RaftLog log, long index) {
        return Objects.requireNonNull(log.get(index)).term();
    }

    @Test
    void a_log_that_begins_with_a_snapshot_is_there_when_it_is_opened_again() throws Exception {
        try (RaftLog log = RaftLog.open(directory)) {
            log.append(1, entries(1, 3));
            log.reinitializeTo(100, new LogEntry(2, null));
            assertThat(term(log, 100)).isEqualTo(2);
        }
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.firstAppended()).isEqualTo(100);
            assertThat(log.lastAppended()).isEqualTo(100);
            assertThat(log.commitIndex()).isEqualTo(100);
            assertThat(term(log, 100)).isEqualTo(2);
            log.append(101, entries(3, 2));
            log.commitIndex(101);
        }
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.lastAppended()).isEqualTo(102);
            assertThat(term(log, 102)).isEqualTo(3);
            log.truncate(101);
            log.append(103, entries(3, 1));
        }
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.firstAppended()).isEqualTo(101);
            assertThat(log.lastAppended()).isEqualTo(103);
        }
    }

    @Test
    void the_term_does_not_go_back_with_entries_of_older_ones() throws Exception {
        try (RaftLog log = RaftLog.open(directory)) {
            log.currentTerm(7);
            log.append(1, entries(3, 1));
            assertThat(log.currentTerm()).isEqualTo(7);
            log.deleteAllEntriesStartingFrom(1);
            assertThat(log.currentTerm()).isEqualTo(7);
            log.reinitializeTo(10, new LogEntry(4, null));
            assertThat(log.currentTerm()).isEqualTo(7);
        }
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.currentTerm()).isEqualTo(7);
        }
    }

    @Test
    void the_last_snapshot_is_there_when_it_is_opened_again() throws Exception {
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.getSnapshot()).isNull();
            log.setSnapshot(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            log.setSnapshot(ByteBuffer.wrap(new byte[] {4}));
        }
        try (RaftLog log = RaftLog.open(directory)) {
            assertThat(log.getSnapshot()).isEqualTo(ByteBuffer.wrap(new byte[] {4}));
        }
    }
}
