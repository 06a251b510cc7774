package dev.chronicle.supervision;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * How a {@link Supervisor} restarts, and the time, chance and threads it uses.
 *
 * @param intensity how many restarts are borne
 * @param backoff how long to wait before each; it grows with the restarts within the intensity's
 *     period
 * @param clock dates the restarts
 * @param sleeper waits out the backoff
 * @param random makes the jitter; the supervisor lets one thread at a time use it
 * @param threads makes a thread per child
 */
public record SupervisorOptions(
        RestartIntensity intensity,
        Backoff backoff,
        InstantSource clock,
        Sleeper sleeper,
        RandomGenerator random,
        ThreadFactory threads) {

    /**
     * At most 60 restarts in 20 seconds, the standard backoff, the system's clock, virtual threads.
     * What always fails is given up after some 15 seconds.
     */
    public static SupervisorOptions standard() {
        return new SupervisorOptions(
                new RestartIntensity(60, Duration.ofSeconds(20)),
                Backoff.standard(),
                InstantSource.system(),
                Thread::sleep,
                RandomGenerator.of("L64X128MixRandom"),
                Thread.ofVirtual().factory());
    }

    /** The same, with another intensity. */
    public SupervisorOptions intensity(int maxRestarts, Duration period) {
        RestartIntensity other = new RestartIntensity(maxRestarts, period);
        return new SupervisorOptions(other, backoff, clock, sleeper, random, threads);
    }

    /** The same, on another clock. */
    public SupervisorOptions time(InstantSource clock, Sleeper sleeper) {
        return new SupervisorOptions(intensity, backoff, clock, sleeper, random, threads);
    }

    /** The same, with other randomness. */
    public SupervisorOptions random(RandomGenerator random) {
        return new SupervisorOptions(intensity, backoff, clock, sleeper, random, threads);
    }
}
