package dev.chronicle.store;

import dev.chronicle.event.StreamId;

/** A stream was not as long as {@link AppendCondition.SequenceIs} expected; nothing was stored. */
public final class UnexpectedSequenceException extends ConditionFailedException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private final long expected;
    private final long actual;

    public UnexpectedSequenceException(StreamId stream, long expected, long actual) {
        super(
                "stream is not at the expected sequence: stream=%s expected=%d actual=%d"
                        .formatted(stream, expected, actual));
        this.stream = stream;
        this.expected = expected;
        this.actual = actual;
    }

    public StreamId stream() {
        return stream;
    }

    /** The sequence of the condition. */
    public long expected() {
        return expected;
    }

    /** The sequence of the newest event, 0 for none. */
    public long actual() {
        return actual;
    }
}
