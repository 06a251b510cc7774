package dev.chronicle.server.aggregator;

/** A value is not what it has to be. Carries no stack trace: it is a finding, not a failure. */
final class InvalidValueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    InvalidValueException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
