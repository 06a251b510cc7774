package dev.chronicle.projection;

import dev.chronicle.supervision.Backoff;
import dev.chronicle.supervision.SupervisorOptions;
import dev.chronicle.telemetry.Telemetry;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;

/**
 * What {@link Projections} use.
 *
 * @param telemetry is told what projections do
 * @param onPoison hears of events that a projection could not deal with
 * @param supervision how a failed projection is restarted: backoff, threads, time to stop. Strategy
 *     and intensity do not matter, since each has a supervisor of its own that never gives up
 */
public record ProjectionOptions(
        Telemetry telemetry, PoisonHandler onPoison, SupervisorOptions supervision) {

    private static final Logger log = System.getLogger(Projections.class.getName());

    public ProjectionOptions {
        Objects.requireNonNull(telemetry, "telemetry");
        Objects.requireNonNull(onPoison, "onPoison");
        Objects.requireNonNull(supervision, "supervision");
    }

    /**
     * No telemetry; poison is logged as an error; restarts after 10 ms, then twice as long each
     * time up to 10 s, a fifth of it random; virtual threads, 5 seconds to stop.
     */
    public static ProjectionOptions standard() {
        return new ProjectionOptions(
                new Telemetry(),
                poison -> log.log(Level.ERROR, poison.fate() + " by poison", poison.cause()),
                SupervisorOptions.standard()
                        .backoff(new Backoff(Duration.ofMillis(10), Duration.ofSeconds(10), 0.2)));
    }

    /** The same, telling this. */
    public ProjectionOptions telemetry(Telemetry telemetry) {
        return new ProjectionOptions(telemetry, onPoison, supervision);
    }

    /** The same, with another handler in place of the present one. */
    public ProjectionOptions onPoison(PoisonHandler handler) {
        return new ProjectionOptions(telemetry, handler, supervision);
    }

    /** The same, restarted like this. */
    public ProjectionOptions supervision(SupervisorOptions supervision) {
        return new ProjectionOptions(telemetry, onPoison, supervision);
    }
}
