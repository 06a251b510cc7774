package dev.chronicle.store.segment;

import dev.chronicle.event.CanonicalForm;
import dev.chronicle.event.CanonicalWriter;
import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.DuplicateNotes;
import dev.chronicle.store.IdReusedException;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * An append with everything done that needs no knowledge of the log: its records encoded one behind
 * the other, its keys hashed. Made by the caller's thread, so that the committing thread has less
 * to do; then only that touches it. Keeps nothing of the events themselves: while it waits they are
 * the collector's.
 */
final class PreparedAppend {

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final byte[] NO_STREAM = {};
    private static final QueryKeys NO_KEYS = new QueryKeys(false, List.of());

    private final AppendCondition condition;
    private final Append.ReusedIds reusedIds;
    private final DuplicateNotes notes;
    private final byte[] conditionStream;
    private final long conditionHash;
    private final QueryKeys conditionKeys;
    private final int offered;
    private final int mostBytes;
    private final CanonicalWriter writer;
    private final EventKeys scanner;

    /** Where the part begins that the limit is for: the notes may take as much as the events. */
    private int limitedFrom;

    private final CompletableFuture<List<AppendResult>> answer = new CompletableFuture<>();
    private int count;
    private int[] records;
    private int[] streamEnds;
    private int[] idEnds;
    private int[] keyStarts;
    private long[] keys;

    private PreparedAppend(Append append, KeyHash hash, int mostBytes) {
        this.mostBytes = mostBytes;
        condition = append.condition();
        reusedIds = append.reusedIds();
        notes = append.notes();
        offered = append.events().size();
        records = new int[offered + 1];
        streamEnds = new int[offered];
        idEnds = new int[offered];
        keyStarts = new int[offered + 1];
        keys = new long[offered * 8];
        scanner = new EventKeys(hash);
        writer = new CanonicalWriter(Math.min(offered, 1000) * 384);
        append.events().forEach(this::add);
        conditionStream =
                append.condition() instanceof AppendCondition.SequenceIs about
                        ? QueryKeys.streamBytes(about.stream())
                        : NO_STREAM;
        conditionHash = QueryKeys.streamHash(hash, conditionStream);
        conditionKeys =
                append.condition() instanceof AppendCondition.NoneMatching about
                        ? QueryKeys.of(about.query(), hash)
                        : NO_KEYS;
    }

    /**
     * Encodes an append.
     *
     * @param mostBytes the most bytes its records may take
     * @throws IllegalArgumentException if they take more
     */
    static PreparedAppend of(Append append, KeyHash hash, int mostBytes) {
        return new PreparedAppend(append, hash, mostBytes);
    }

    private void add(NewEvent event) {
        int record = writer.size();
        int form = record + LogFormat.RECORD_HEADER_SIZE;
        requireFits((long) form - limitedFrom + event.data().size(), mostBytes);
        writer.skip(LogFormat.RECORD_HEADER_SIZE);
        writer.write(event);
        requireFits(writer.size() - limitedFrom, mostBytes);
        INT.set(writer.array(), record + 4, writer.size() - form);
        scanner.scan(writer.array(), form);
        streamEnds[count] = scanner.streamEnd();
        idEnds[count] = scanner.idEnd();
        int end = keyStarts[count] + scanner.count();
        if (end > keys.length) {
            keys = Arrays.copyOf(keys, Math.max(end, keys.length * 2));
        }
        System.arraycopy(scanner.hashes(), 0, keys, keyStarts[count], scanner.count());
        count++;
        records[count] = writer.size();
        keyStarts[count] = end;
    }

    /** Whether duplicates are to be noted. */
    boolean notesDuplicates() {
        return notes != DuplicateNotes.NONE;
    }

    /**
     * Adds the notes on duplicates behind the events.
     *
     * @param duplicates events that are
     */
    void addNotes(BitSet duplicates) {
        int more = count + duplicates.cardinality();
        limitedFrom = writer.size();
        records = Arrays.copyOf(records, more + 1);
        streamEnds = Arrays.copyOf(streamEnds, more);
        idEnds = Arrays.copyOf(idEnds, more);
        keyStarts = Arrays.copyOf(keyStarts, more + 1);
        duplicates.stream().forEach(i -> add(notes.noteOn(i)));
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

    AppendCondition condition() {
        return condition;
    }

    Append.ReusedIds reusedIds() {
        return reusedIds;
    }

    CompletableFuture<List<AppendResult>> answer() {
        return answer;
    }

    /** The number of events that were offered. Behind them stand the notes. */
    int offered() {
        return offered;
    }

    /** The number of events, with the notes. */
    int count() {
        return count;
    }

    /** The bytes of all records. */
    int size() {
        return writer.size();
    }

    byte[] bytes() {
        return writer.array();
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

    /** Where the bytes of the stream of event {@code i} begin in {@link #bytes}. */
    int streamStart(int i) {
        return records[i] + LogFormat.RECORD_HEADER_SIZE + CanonicalForm.STREAM_OFFSET;
    }

    /** Where the bytes of the stream of event {@code i} end, and those of its id begin. */
    int streamEnd(int i) {
        return streamEnds[i];
    }

    /** Says that event {@code i} repeats an id whose first event, at {@code position}, differs. */
    IdReusedException idReused(int i, Position position) {
        complete(i, 1, 1, 0); // Any place will do: the append is refused, the form only read.
        int form = records[i] + LogFormat.RECORD_HEADER_SIZE;
        Event offered = CanonicalForm.parse(bytes(), form, records[i + 1] - form);
        return new IdReusedException(offered.stream(), offered.id(), position);
    }

    /** The canonical bytes of the stream that the condition is about, if it is about one. */
    byte[] conditionStream() {
        return conditionStream;
    }

    /** The hash of that stream. */
    long conditionHash() {
        return conditionHash;
    }

    QueryKeys conditionKeys() {
        return conditionKeys;
    }

    /** Whether the loaded record has the stream and id of event {@code i}. */
    boolean hasIdOf(RecordBuffer stored, int i) {
        return stored.hasAt(CanonicalForm.STREAM_OFFSET, bytes(), streamStart(i), idEnds[i]);
    }

    /**
     * Whether the loaded record says the same as event {@code i}: everything from the stream on, so
     * all but the time.
     */
    boolean hasBodyOf(RecordBuffer stored, int i) {
        return stored.formLength() == recordSize(i) - LogFormat.RECORD_HEADER_SIZE
                && stored.hasAt(
                        CanonicalForm.STREAM_OFFSET, bytes(), streamStart(i), records[i + 1]);
    }

    /** Whether two events of this append have the same stream and id. */
    boolean haveSameId(int i, int j) {
        return Arrays.equals(
                bytes(), streamStart(i), idEnds[i], bytes(), streamStart(j), idEnds[j]);
    }

    /** Whether two events of this append say the same. */
    boolean haveSameBody(int i, int j) {
        return Arrays.equals(
                bytes(), streamStart(i), records[i + 1], bytes(), streamStart(j), records[j + 1]);
    }

    /** Gives event {@code i} its place and its checksum. */
    void complete(int i, long position, long sequence, long recordedAtMillis) {
        int record = records[i];
        int form = record + LogFormat.RECORD_HEADER_SIZE;
        CanonicalWriter.fillPlace(bytes(), form, position, sequence, recordedAtMillis);
        INT.set(bytes(), record, LogFormat.checksum(bytes(), record + 4, recordSize(i) - 4));
    }
}
