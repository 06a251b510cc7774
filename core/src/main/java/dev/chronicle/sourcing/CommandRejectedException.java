package dev.chronicle.sourcing;

/** A rule forbade a command whose caller took it for allowed; see {@link Outcome#orThrow}. */
public final class CommandRejectedException extends SourcingException {

    private static final long serialVersionUID = 1L;

    private final transient Object reason;

    CommandRejectedException(Object reason) {
        super("the command was rejected: " + reason);
        this.reason = reason;
    }

    /** Which rule. */
    public Object reason() {
        return reason;
    }
}
