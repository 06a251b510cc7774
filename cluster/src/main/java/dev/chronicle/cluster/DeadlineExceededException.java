package dev.chronicle.cluster;

import java.time.Duration;

/** The time is over. Whether what was asked is done, or will be, is not known. */
public final class DeadlineExceededException extends ClusterException {

    private static final long serialVersionUID = 1L;

    public DeadlineExceededException(String what, Duration deadline) {
        super("the time is over: what=%s deadlineMillis=%d".formatted(what, deadline.toMillis()));
    }
}
