package dev.chronicle.sourcing;

import java.time.Duration;

/**
 * It did not come to its end in time. Where a command was under way, it may still be carried out:
 * send it again with the same id.
 */
public final class OperationTimeoutException extends SourcingException {

    private static final long serialVersionUID = 1L;

    private final String operation;
    private final long timeoutMs;

    public OperationTimeoutException(String operation, Duration timeout) {
        super(
                "not done in time: operation=%s timeoutMs=%d"
                        .formatted(operation, timeout.toMillis()));
        this.operation = operation;
        timeoutMs = timeout.toMillis();
    }

    /** What was not done. */
    public String operation() {
        return operation;
    }

    /** How long it was waited for, in milliseconds. */
    public long timeoutMs() {
        return timeoutMs;
    }
}
