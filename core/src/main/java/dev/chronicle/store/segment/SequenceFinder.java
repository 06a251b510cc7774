package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;

/** Knows the newest sequence of every stream. For the sequencing thread. */
final class SequenceFinder {

    private final Index index;
    private final PlacedRecords records;
    private final StreamSequences cache = new StreamSequences();
    private final long[] hashes = new long[Sequencer.TOUCHED_TOGETHER];

    /** Per event of an append, where the sequence of its stream is kept. */
    private int[] places = new int[Sequencer.TOUCHED_TOGETHER];

    private int touched;

    /** What {@link StreamSequences#forgotten} was then; -1 if {@link #places} are not right. */
    private int forgottenByNow;

    SequenceFinder(Index index, PlacedRecords records) {
        this.index = index;
        this.records = records;
    }

    /**
     * Looks up what {@link #next} needs, so that damage is met before anything is placed.
     *
     * @param firsts 0 for every event that will be placed
     */
    void find(PreparedAppend append, long[] firsts) {
        int count = firsts.length;
        if (places.length < count) {
            places = new int[count];
        }
        int forgotten = cache.forgotten();
        for (int i = 0; i < count; i++) {
            if (i % Sequencer.TOUCHED_TOGETHER == 0) {
                touch(append, i, Math.min(count, i + Sequencer.TOUCHED_TOGETHER));
            }
            if (firsts[i] == 0) {
                places[i] = placeOf(append, i);
            }
        }
        forgottenByNow = cache.forgotten() == forgotten ? forgotten : -1;
    }

    private void touch(PreparedAppend append, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            hashes[i - from] = append.streamHash(i);
            sum += append.bytes()[append.streamStart(i)];
        }
        touched = sum;
        cache.touch(hashes, to - from);
    }

    /** The sequence of a new event; events are to be taken in their order. */
    long next(PreparedAppend append, int i) {
        int place = cache.forgotten() == forgottenByNow ? places[i] : placeOf(append, i);
        return place >= 0
                ? cache.next(place)
                : stored(
                                append.streamHash(i),
                                append.bytes(),
                                append.streamStart(i),
                                append.streamEnd(i))
                        + 1;
    }

    /** Where the sequence of an event's stream is kept now, -1 if it cannot be kept. */
    private int placeOf(PreparedAppend append, int i) {
        long hash = append.streamHash(i);
        byte[] bytes = append.bytes();
        int from = append.streamStart(i);
        int to = append.streamEnd(i);
        int place = cache.find(hash, bytes, from, to);
        return place >= 0
                ? place
                : cache.keep(hash, bytes, from, to, stored(hash, bytes, from, to));
    }

    /** The sequence of the newest event of a stream, 0 if it has none. */
    long newest(long hash, byte[] stream) {
        int place = cache.find(hash, stream, 0, stream.length);
        return place >= 0 ? cache.sequence(place) : stored(hash, stream, 0, stream.length);
    }

    /** The same, as the log has it; the stream is given by its canonical bytes. */
    private long stored(long hash, byte[] bytes, int from, int to) {
        long newest =
                index.view()
                        .newest(
                                hash,
                                position ->
                                        records.load(position)
                                                .hasAt(
                                                        CanonicalForm.STREAM_OFFSET,
                                                        bytes,
                                                        from,
                                                        to));
        return newest == 0 ? 0 : records.loaded().sequence();
    }
}
