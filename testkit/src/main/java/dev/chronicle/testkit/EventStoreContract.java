package dev.chronicle.testkit;

import dev.chronicle.store.EventStore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.InstantSource;

/**
 * What every {@link EventStore} promises, as tests. A store extends it and says how it is opened:
 *
 * <pre>{@code
 * class SegmentEventStoreTest extends EventStoreContract {
 *
 *     @TempDir Path directory;
 *
 *     @Override
 *     protected EventStore open(InstantSource clock) {
 *         return SegmentEventStore.open(directory, SegmentOptions.defaults().clock(clock));
 *     }
 * }
 * }</pre>
 *
 * <p>No test is ever skipped: where a store differs, it declares the difference by overriding
 * {@link #durability} and then passes the same tests with the other expectation. No test takes
 * longer than a minute.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SeededRandomness.class)
public abstract class EventStoreContract {

    /** For subclasses. */
    protected EventStoreContract() {}

    /**
     * Opens the store of this test: empty the first time. When it is called again in the same test,
     * the store was closed before and is to be opened again, with what it {@link #durability kept}.
     *
     * @param clock says when events are recorded
     */
    protected abstract EventStore open(InstantSource clock);

    /** What the store still has when it is opened again; everything unless overridden. */
    protected Durability durability() {
        return Durability.SURVIVES_REOPENING;
    }

    /**
     * How many events must not make the store forget an id; 20,000 unless overridden. To be raised
     * by a store that rearranges its index when it has more.
     */
    protected int manyEvents() {
        return 20_000;
    }

    /**
     * How many rounds the tests of races run; 100 unless overridden. Each appends a few times, one
     * after the other.
     */
    protected int rounds() {
        return 100;
    }

    @Nested
    class Append extends AppendContract {
        Append() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Contents extends ContentsContract {
        Contents() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class RecordedAt extends RecordedAtContract {
        RecordedAt() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Duplicates extends DuplicatesContract {
        Duplicates() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class DuplicateNoted extends DuplicateNotesContract {
        DuplicateNoted() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class SequenceConditions extends SequenceConditionContract {
        SequenceConditions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class QueryConditions extends QueryConditionContract {
        QueryConditions() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Atomicity extends AtomicityContract {
        Atomicity() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyContract {
        Concurrency() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Read extends ReadContract {
        Read() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Queries extends QueryContract {
        Queries() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class RandomOperations extends ReferenceModelContract {
        RandomOperations() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Subscribe extends SubscriptionContract {
        Subscribe() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Seam extends SubscriptionSeamContract {
        Seam() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Reopen extends ReopenContract {
        Reopen() {
            super(EventStoreContract.this);
        }
    }

    @Nested
    class Close extends CloseContract {
        Close() {
            super(EventStoreContract.this);
        }
    }
}
