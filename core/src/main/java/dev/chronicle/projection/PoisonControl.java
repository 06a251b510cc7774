package dev.chronicle.projection;

import dev.chronicle.event.Event;
import dev.chronicle.projection.EventFailure.Blame;
import dev.chronicle.projection.PoisonHandler.Fate;
import dev.chronicle.projection.PoisonHandler.Poison;
import dev.chronicle.telemetry.TelemetryEvent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Decides what becomes of an event that failed, and tells. For one thread at a time. */
final class PoisonControl {

    private static final Logger log = System.getLogger(Projections.class.getName());

    private final Projection projection;
    private final ProjectionOptions options;

    /** What to do about a failure. */
    enum Verdict {
        TRY_AGAIN,
        PARKED,
        STOP
    }

    PoisonControl(Projection projection, ProjectionOptions options) {
        this.projection = projection;
        this.options = options;
    }

    /** How many events are parked. */
    int parked() {
        return switch (projection.poison()) {
            case PoisonPolicy.Stop _ -> 0;
            case PoisonPolicy.Park park -> park.into().of(projection.name()).size();
        };
    }

    /** The projection begins at the start. */
    void forget() {
        if (projection.poison() instanceof PoisonPolicy.Park park) {
            park.into().forget(projection.name());
        }
    }

    /**
     * @param tries how often in a row this event has failed; 0 if another may be to blame
     * @param parked how many are parked
     * @return {@link Verdict#PARKED} if it was put aside, durably
     */
    Verdict judge(Event event, PoisonEventException why, Blame blame, int tries, long parked) {
        tell(event, why, tries);
        boolean poison = blame == Blame.FOR_GOOD || tries >= projection.poison().tries();
        if (!poison) {
            return Verdict.TRY_AGAIN;
        }
        return switch (projection.poison()) {
            case PoisonPolicy.Park park when parked < park.most() -> {
                park.into().park(note(event, why));
                report(new Poison(projection.name(), why, tries, Fate.PARKED), event);
                yield Verdict.PARKED;
            }
            case PoisonPolicy.Park _, PoisonPolicy.Stop _ -> {
                report(new Poison(projection.name(), why, tries, Fate.STOPPED), event);
                yield Verdict.STOP;
            }
        };
    }

    private void tell(Event event, PoisonEventException why, int tries) {
        long position = event.position().value();
        options.telemetry()
                .emit(
                        () ->
                                new TelemetryEvent.ProjectionFailed(
                                        projection.name(), position, tries, why));
    }

    private ParkedEvent note(Event event, PoisonEventException why) {
        return new ParkedEvent(
                projection.name(),
                event.position(),
                event.type(),
                event.stream(),
                String.valueOf(why.getCause()));
    }

    private void report(Poison poison, Event event) {
        long position = event.position().value();
        options.telemetry()
                .emit(
                        switch (poison.fate()) {
                            case STOPPED ->
                                    new TelemetryEvent.ProjectionStopped(
                                            projection.name(), position, poison.cause());
                            case PARKED ->
                                    new TelemetryEvent.EventParked(
                                            projection.name(), position, poison.cause());
                        });
        try {
            options.onPoison().poisoned(poison);
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "a poison handler failed: projection=" + projection.name(), e);
        }
    }
}
