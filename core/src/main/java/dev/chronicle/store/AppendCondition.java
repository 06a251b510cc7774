package dev.chronicle.store;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;

import java.util.Objects;

/** What must hold at the moment of an append for it to be stored. */
public sealed interface AppendCondition {

    /** Nothing. */
    static AppendCondition none() {
        return None.NONE;
    }

    /** The stream has no event yet. */
    static AppendCondition noStream(StreamId stream) {
        return new SequenceIs(stream, 0);
    }

    /** The newest event of the stream has this sequence; 0 for no event. */
    static AppendCondition sequence(StreamId stream, long sequence) {
        return new SequenceIs(stream, sequence);
    }

    /** No event behind this position matches the query (the append condition of dcb.events). */
    static AppendCondition noneMatching(Query query, Position after) {
        return new NoneMatching(query, after);
    }

    /** Nothing. */
    enum None implements AppendCondition {
        NONE
    }

    /**
     * The newest event of the stream has this sequence.
     *
     * @param stream which stream
     * @param sequence 0 for a stream without events
     */
    record SequenceIs(StreamId stream, long sequence) implements AppendCondition {
        public SequenceIs {
            Objects.requireNonNull(stream, "stream");
            if (sequence < 0) {
                throw new IllegalArgumentException(
                        "expected sequence must not be negative: sequence=" + sequence);
            }
        }
    }

    /**
     * No event behind {@code after} matches.
     *
     * @param query the events that the decision was made from
     * @param after how far they were known
     */
    record NoneMatching(Query query, Position after) implements AppendCondition {
        public NoneMatching {
            Objects.requireNonNull(query, "query");
            Objects.requireNonNull(after, "after");
        }
    }
}
