package dev.chronicle.store.segment;

/**
 * The records that have a place already, wherever they are by now: in the log, in the group on its
 * way there, or in the one being made. For the sequencing thread.
 */
final class PlacedRecords {

    private final Log log;
    private final RecordBuffer buffer = new RecordBuffer();
    private Group before;
    private Group group;

    PlacedRecords(Log log, Group before, Group group) {
        this.log = log;
        this.before = before;
        this.group = group;
    }

    /** Begins another group. */
    void next(Group group) {
        before = this.group;
        this.group = group;
    }

    /** Loads the record at a position into the one buffer. */
    RecordBuffer load(long position) {
        if (group.reaches(position)) {
            group.load(position, buffer);
        } else if (before.reaches(position)) {
            before.load(position, buffer);
        } else {
            log.load(position, buffer);
        }
        return buffer;
    }

    /** The record that was loaded last. */
    RecordBuffer loaded() {
        return buffer;
    }
}
