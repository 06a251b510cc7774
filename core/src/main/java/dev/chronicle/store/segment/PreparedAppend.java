package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An append with everything done that needs no knowledge of the log: its records encoded one behind
 * the other, its keys hashed. Made by the caller's thread, so that the committing thread has less
 * to do; then only that touches it.
 */
final class PreparedAppend {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Append append;
    private final byte[] bytes;
    private final int size;
    private final int[] records;
    private final int[] idEnds;
    private final long[] keys;
    private final int[] keyStarts;
    private final long conditionHash;
    private final QueryKeys conditionKeys;
    private final CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();

    private PreparedAppend(Append append, KeyHash hash, int mostBytes) {
        this.append = append;
        int count = append.events().size();
        records = new int[count + 1];
        idEnds = new int[count];
        keyStarts = new int[count + 1];
        long[] hashes = new long[count * 8];
        EventKeys scanner = new EventKeys(hash);
        CanonicalWriter writer = new CanonicalWriter(Math.min(count, 1000) * 384);
        for (int i = 0; i < count; i++) {
            int record = writer.size();
            int form = record + LogFormat.RECORD_HEADER_SIZE;
            NewEvent event = append.events().get(i);
            requireFits((long) form + event.data().size(), mostBytes);
            writer.skip(LogFormat.RECORD_HEADER_SIZE);
            writer.write(event);
            requireFits(writer.size(), mostBytes);
            INT.set(writer.array(), record + 4, writer.size() - form);
            scanner.scan(writer.array(), form);
            idEnds[i] = scanner.idEnd();
            records[i + 1] = writer.size();
            keyStarts[i + 1] = keyStarts[i] + scanner.count();
            if (keyStarts[i + 1] > hashes.length) {
                hashes = Arrays.copyOf(hashes, Math.max(keyStarts[i + 1], hashes.length * 2));
            }
            System.arraycopy(scanner.hashes(), 0, hashes, keyStarts[i], scanner.count());
        }
        bytes = writer.array();
        size = writer.size();
        keys = hashes;
        conditionHash =
                append.condition() instanceof AppendCondition.SequenceIs condition
                        ? QueryKeys.streamHash(hash, condition.stream())
                        : 0;
        conditionKeys =
                append.condition() instanceof AppendCondition.NoneMatching condition
                        ? QueryKeys.of(condition.query(), hash)
                        : NO_KEYS;
    }

    private static final QueryKeys NO_KEYS = new QueryKeys(false, List.of());

    /**
     * Encodes an append.
     *
     * @param mostBytes the most bytes its records may take
     * @throws IllegalArgumentException if they take more
     */
    static PreparedAppend of(Append append, KeyHash hash, int mostBytes) {
        return new PreparedAppend(append, hash, mostBytes);
    }

    private static void requireFits(long bytes, int mostBytes) {
        if (bytes > mostBytes) {
            throw new IllegalArgumentException(
                    "an append may take at most "
                            + mostBytes
                            + " bytes: bytes="
                            + bytes
                            + " or more");
        }
    }

    Append append() {
        return append;
    }

    CompletableFuture<List<AppendResult>> answer() {
        return answer;
    }

    /** The number of events. */
    int count() {
        return records.length - 1;
    }

    /** The bytes of all records. */
    int size() {
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the record of event {@code i} begins in {@link #bytes}. */
    int record(int i) {
        return records[i];
    }

    int recordSize(int i) {
        return records[i + 1] - records[i];
    }

    long[] keys() {
        return keys;
    }

    int keyStart(int i) {
        return keyStarts[i];
    }

    int keyEnd(int i) {
        return keyStarts[i + 1];
    }

    long idHash(int i) {
        return keys[keyStarts[i] + EventKeys.ID];
    }

    long streamHash(int i) {
        return keys[keyStarts[i] + EventKeys.STREAM];
    }

    StreamId stream(int i) {
        return append.events().get(i).stream();
    }

    /** The hash of the stream that the condition is about, if it is about one. */
    long conditionHash() {
        return conditionHash;
    }

    QueryKeys conditionKeys() {
        return conditionKeys;
    }

    /** Whether the loaded record has the stream and id of event {@code i}. */
    boolean hasIdOf(RecordBuffer stored, int i) {
        return stored.hasAt(CanonicalForm.STREAM_OFFSET, bytes, keyed(i), idEnds[i]);
    }

    /**
     * Whether the loaded record says the same as event {@code i}: everything from the stream on, so
     * all but the time.
     */
    boolean hasBodyOf(RecordBuffer stored, int i) {
        return stored.formLength() == recordSize(i) - LogFormat.RECORD_HEADER_SIZE
                && stored.hasAt(CanonicalForm.STREAM_OFFSET, bytes, keyed(i), records[i + 1]);
    }

    /** Whether two events of this append have the same stream and id. */
    boolean haveSameId(int i, int j) {
        return Arrays.equals(bytes, keyed(i), idEnds[i], bytes, keyed(j), idEnds[j]);
    }

    /** Whether two events of this append say the same. */
    boolean haveSameBody(int i, int j) {
        return Arrays.equals(bytes, keyed(i), records[i + 1], bytes, keyed(j), records[j + 1]);
    }

    private int keyed(int i) {
        return records[i] + LogFormat.RECORD_HEADER_SIZE + CanonicalForm.STREAM_OFFSET;
    }

    /** Gives event {@code i} its place and its checksum. */
    void complete(int i, long position, long sequence, long recordedAtMillis) {
        int record = records[i];
        int form = record + LogFormat.RECORD_HEADER_SIZE;
        CanonicalWriter.fillPlace(bytes, form, position, sequence, recordedAtMillis);
        INT.set(bytes, record, LogFormat.checksum(bytes, record + 4, recordSize(i) - 4));
    }
}
