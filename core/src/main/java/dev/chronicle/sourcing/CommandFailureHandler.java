package dev.chronicle.sourcing;

/** Hears of commands that nobody waited for. */
@FunctionalInterface
public interface CommandFailureHandler<C> {

    /**
     * @param id of the aggregate
     * @param command that was not carried out
     * @param cause why; a {@link CommandRejectedException} if a rule forbade it
     */
    void failed(String id, C command, Throwable cause);
}
