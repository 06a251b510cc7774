package dev.chronicle.testkit;

import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What projections promise on a pair of stores. A test class for each pair extends it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SeededRandomness.class)
public abstract class ProjectionsContract {

    /** For subclasses. */
    protected ProjectionsContract() {}

    /** An empty event store. It is closed by the suite. */
    protected abstract EventStore open();

    /** An empty checkpoint store. It is closed by the suite. */
    protected abstract CheckpointStore openCheckpoints();

    /** How many steps the random test makes; 60 unless overridden. */
    protected int steps() {
        return 60;
    }

    @Nested
    class Following extends ProjectionFollowingContract {
        Following() {
            super(ProjectionsContract.this);
        }
    }

    @Nested
    class Failing extends ProjectionFailureContract {
        Failing() {
            super(ProjectionsContract.this);
        }
    }

    @Nested
    class Poisoned extends PoisonContract {
        Poisoned() {
            super(ProjectionsContract.this);
        }
    }

    @Nested
    class Rebuilding extends RebuildContract {
        Rebuilding() {
            super(ProjectionsContract.this);
        }
    }

    @Nested
    class Storm extends ProjectionStormContract {
        Storm() {
            super(ProjectionsContract.this);
        }
    }
}
