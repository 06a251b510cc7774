package dev.chronicle.store.segment;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where the groups of a segment stand. */
final class Groups {

    /**
     * One group.
     *
     * @param records where its records begin
     * @param end where the bytes behind its marker begin
     * @param lastPosition the position of its last record
     */
    record Group(List<Integer> records, int end, long lastPosition) {

        int start() {
            return records.getFirst();
        }

        int marker() {
            return end - LogFormat.MARKER_SIZE;
        }
    }

    private Groups() {}

    static List<Group> of(String segmentName, byte[] segment) {
        long first = LogFormat.firstPosition(Path.of(segmentName));
        LogScan scan = new LogScan(MemorySegment.ofArray(segment), first);
        List<Group> groups = new ArrayList<>();
        List<Integer> records = new ArrayList<>();
        scan.run(
                new LogScan.Visitor() {
                    @Override
                    public void record(long recordOffset, byte[] bytes, int offset, int length) {
                        records.add((int) recordOffset);
                    }

                    @Override
                    public void group(long lastPosition) {
                        groups.add(new Group(List.copyOf(records), (int) scan.end(), lastPosition));
                        records.clear();
                    }
                });
        return groups;
    }
}
