package dev.chronicle.supervision;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** One run of a child, in a thread of its own. Guarded by the tree's lock. */
final class Run {

    final Child child;
    final Thread thread;

    /** Whether it was told to stop: then its end is not a failure. */
    boolean told;

    boolean ended;

    /** Why it ended; null while it has not, or if it returned. */
    @Nullable Throwable failure;

    Run(Child child, ThreadFactory threads, Consumer<Run> body) {
        this.child = child;
        thread = threads.newThread(() -> body.accept(this));
        thread.setName(child.name);
    }
}
