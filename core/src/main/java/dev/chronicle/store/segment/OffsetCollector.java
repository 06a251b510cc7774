package dev.chronicle.store.segment;

import java.util.Arrays;

/** Notes the offsets of the records that are in whole groups. */
final class OffsetCollector implements LogScan.Visitor {

    private final GrowingOffsets offsets;
    private long[] open = new long[16];
    private int count;

    OffsetCollector(GrowingOffsets offsets) {
        this.offsets = offsets;
    }

    @Override
    public void record(long recordOffset, byte[] bytes, int offset, int length) {
        if (count == open.length) {
            open = Arrays.copyOf(open, count * 2);
        }
        open[count++] = recordOffset;
    }

    @Override
    public void group(long lastPosition) {
        for (int i = 0; i < count; i++) {
            offsets.add(open[i]);
        }
        count = 0;
    }
}
