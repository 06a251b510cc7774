package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.telemetry.Telemetry;
import dev.chronicle.telemetry.TelemetryEvent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a projection is: the position up to which everything has been dealt with, and the one that
 * was kept last, which never is ahead of it. For the thread of the run.
 */
final class Whereabouts {

    private final EventStore store;
    private final String name;
    private final CheckpointPace pace;
    private final Target target;
    private final Progress progress;
    private final Telemetry telemetry;
    private Position position = Position.START;
    private Position kept = Position.START;
    private long keptAt;
    private long eventsSinceKept;

    Whereabouts(
            EventStore store,
            Projection projection,
            Target target,
            Progress progress,
            Telemetry telemetry) {
        this.store = store;
        name = projection.name();
        pace = projection.pace();
        this.target = target;
        this.progress = progress;
        this.telemetry = telemetry;
    }

    /** Loads the position that was kept last. */
    Position find() throws Exception {
        Position found = target.position();
        if (found.compareTo(store.head()) > 0) {
            requireInLog(found);
        }
        position = found;
        keptNow();
        return found;
    }

    /** Where others write, too, the store may not have heard yet of what another has dealt with. */
    private void requireInLog(Position found) {
        try (Stream<Event> newest = store.read(Query.all(), Position.END, 1, Direction.BACKWARDS)) {
            Position end = newest.findFirst().map(Event::position).orElse(Position.START);
            if (found.compareTo(end) > 0) {
                throw new AheadOfLogException(name, found, end);
            }
        }
    }

    /** Says that the projection begins there. */
    void begin(int parked) {
        progress.began(position.value(), parked);
        telemetry.emit(() -> new TelemetryEvent.ProjectionStarted(name, position.value()));
    }

    Position position() {
        return position;
    }

    /** Applies events from an index on, and moves behind them. */
    int apply(List<Event> events, int from) throws Exception {
        int upTo = target.apply(events, from);
        applied(events, from, upTo);
        return upTo;
    }

    /** Moves behind events that are applied. */
    void applied(List<Event> events, int from, int upTo) throws Exception {
        position = events.get(upTo - 1).position();
        eventsSinceKept += upTo - from;
        if (target.keepsWithEvents()) {
            keptNow();
        }
        tell(upTo - from);
    }

    /** Moves on where nothing is meant, or something was parked. */
    void moveTo(Position next) throws Exception {
        if (next.compareTo(position) > 0) {
            position = next;
            tell(0);
        }
    }

    /** Tells of a failure that is not an event's; those are told where they are judged. */
    void failed(Throwable why) {
        if (progress.mayGoOn() && !(why instanceof PoisonEventException)) {
            telemetry.emit(
                    () -> new TelemetryEvent.ProjectionFailed(name, position.value(), 0, why));
        }
    }

    private void tell(int events) throws Exception {
        if (eventsSinceKept >= pace.events() || isDue()) {
            keep();
        }
        progress.reached(position.value(), events);
        telemetry.emit(
                () -> {
                    long lag = Math.max(0, store.head().value() - position.value());
                    return new TelemetryEvent.ProjectionAdvanced(
                            name, position.value(), events, lag);
                });
    }

    private boolean isDue() {
        return untilDue().filter(it -> !it.isPositive()).isPresent();
    }

    /** How long until the position is to be kept; nothing if it is. */
    Optional<Duration> untilDue() {
        return kept.equals(position)
                ? Optional.empty()
                : Optional.of(pace.time().minusNanos(System.nanoTime() - keptAt));
    }

    /** Keeps the position, unless it is kept already. */
    void keep() throws Exception {
        if (!kept.equals(position)) {
            target.keep(position);
            keptNow();
        }
    }

    private void keptNow() {
        kept = position;
        keptAt = System.nanoTime();
        eventsSinceKept = 0;
    }
}
