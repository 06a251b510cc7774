package dev.chronicle.supervision;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * How a {@link Supervisor} restarts, and the time, chance and threads it uses.
 *
 * @param strategy which children are restarted when one fails
 * @param intensity how many restarts are borne
 * @param backoff how long to wait before each; it grows with the restarts within the intensity's
 *     period
 * @param stopWithin how long a child that is told to stop is waited for
 * @param clock dates the restarts
 * @param sleeper waits out the backoff
 * @param random makes the jitter; one tree lets one thread at a time use it
 * @param threads makes a thread per run of a child, and one per supervisor
 * @param listener hears of restarts
 */
public record SupervisorOptions(
        Strategy strategy,
        RestartIntensity intensity,
        Backoff backoff,
        Duration stopWithin,
        InstantSource clock,
        Sleeper sleeper,
        RandomGenerator random,
        ThreadFactory threads,
        SupervisionListener listener) {

    public SupervisorOptions {
        if (stopWithin.isNegative()) {
            throw new IllegalArgumentException(
                    "a child cannot stop in the past: stopWithin=" + stopWithin);
        }
    }

    /**
     * One for one, at most 60 restarts in 20 seconds, the standard backoff, 5 seconds to stop, the
     * system's clock, virtual threads, no listener. What always fails is given up after some 15
     * seconds.
     */
    public static SupervisorOptions standard() {
        return new SupervisorOptions(
                Strategy.ONE_FOR_ONE,
                new RestartIntensity(60, Duration.ofSeconds(20)),
                Backoff.standard(),
                Duration.ofSeconds(5),
                InstantSource.system(),
                Thread::sleep,
                RandomGenerator.of("L64X128MixRandom"),
                Thread.ofVirtual().factory(),
                SupervisionListener.none());
    }

    /** The same, with another strategy. */
    public SupervisorOptions strategy(Strategy strategy) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, with another intensity. */
    public SupervisorOptions intensity(int maxRestarts, Duration period) {
        RestartIntensity other = new RestartIntensity(maxRestarts, period);
        return new SupervisorOptions(
                strategy, other, backoff, stopWithin, clock, sleeper, random, threads, listener);
    }

    /** The same, with other waits. */
    public SupervisorOptions backoff(Backoff backoff) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, waiting longer or shorter for a child to stop; with zero, not at all. */
    public SupervisorOptions stopWithin(Duration stopWithin) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, on another clock. */
    public SupervisorOptions time(InstantSource clock, Sleeper sleeper) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, with other randomness. */
    public SupervisorOptions random(RandomGenerator random) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, on other threads. */
    public SupervisorOptions threads(ThreadFactory threads) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }

    /** The same, with another listener in place of the present one. */
    public SupervisorOptions listener(SupervisionListener listener) {
        return new SupervisorOptions(
                strategy,
                intensity,
                backoff,
                stopWithin,
                clock,
                sleeper,
                random,
                threads,
                listener);
    }
}
