package dev.chronicle.store;

import dev.chronicle.event.Position;

/**
 * An event matched a condition that wanted {@link AppendCondition.NoneMatching none}; nothing was
 * stored.
 */
public final class MatchingEventException extends ConditionFailedException {

    private static final long serialVersionUID = 1L;

    private final long after;
    private final long position;

    public MatchingEventException(Position after, Position position) {
        super(
                "an event matches the condition's query: after=%s position=%s"
                        .formatted(after, position));
        this.after = after.value();
        this.position = position.value();
    }

    /** The position of the condition. */
    public Position after() {
        return new Position(after);
    }

    /** Where the newest such event stands. */
    public Position position() {
        return new Position(position);
    }
}
