package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;

import java.util.Arrays;

/**
 * The index keys of one event, read off its canonical bytes: id in stream, stream, type, then one
 * per tag. Every key is a run of bytes of the form. Reused from event to event; not for several
 * threads.
 */
final class EventKeys {

    /** Where the id stands among the {@link #hashes}. */
    static final int ID = 0;

    /** Where the stream stands. */
    static final int STREAM = 1;

    private static final int TYPE = 2;
    private static final int FIRST_TAG = 3;

    private final KeyHash hash;
    private long[] hashes = new long[16];
    private int count;
    private int at;
    private int streamEnd;
    private int idEnd;

    EventKeys(KeyHash hash) {
        this.hash = hash;
    }

    /** Reads the form that begins at {@code offset}, which must be whole. */
    void scan(byte[] form, int offset) {
        int stream = offset + CanonicalForm.STREAM_OFFSET;
        at = stream;
        skipText(form);
        skipText(form);
        streamEnd = at;
        skipText(form);
        idEnd = at;
        int type = at;
        skipText(form);
        hashes[ID] = hash.hash(KeyHash.Kind.ID, form, stream, idEnd - stream);
        hashes[STREAM] = hash.hash(KeyHash.Kind.STREAM, form, stream, streamEnd - stream);
        hashes[TYPE] = hash.hash(KeyHash.Kind.TYPE, form, type, at - type);
        int tags = varint(form);
        count = FIRST_TAG + tags;
        if (count > hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(count, hashes.length * 2));
        }
        for (int i = FIRST_TAG; i < count; i++) {
            int tag = at;
            skipText(form);
            skipText(form);
            hashes[i] = hash.hash(KeyHash.Kind.TAG, form, tag, at - tag);
        }
    }

    int count() {
        return count;
    }

    /** The hashes, of which the first {@link #count} are of this event. */
    long[] hashes() {
        return hashes;
    }

    /** Where the bytes of the stream end; they begin at {@link CanonicalForm#STREAM_OFFSET}. */
    int streamEnd() {
        return streamEnd;
    }

    /**
     * Where the bytes of the id end; they begin at {@link CanonicalForm#STREAM_OFFSET}, with those
     * of the stream.
     */
    int idEnd() {
        return idEnd;
    }

    private void skipText(byte[] form) {
        int size = varint(form);
        at += size;
    }

    private int varint(byte[] form) {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = form[at++];
            value |= (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }
}
