package dev.chronicle.sourcing;

/** A number that must be positive is not. */
public final class NonPositiveArgumentException extends SourcingException {

    private static final long serialVersionUID = 1L;

    private NonPositiveArgumentException(String name, long value) {
        super("%s must be positive: %s=%d".formatted(name, name, value));
    }

    static long require(String name, long value) {
        if (value <= 0) {
            throw new NonPositiveArgumentException(name, value);
        }
        return value;
    }
}
