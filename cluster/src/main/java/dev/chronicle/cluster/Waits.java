package dev.chronicle.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Time and chance of the {@link Gateway}, so that tests can give them. */
interface Waits {

    void pause(Duration duration) throws InterruptedException;

    long nanoTime();

    RandomGenerator random();

    /** As it is. */
    static Waits real(RandomGenerator random) {
        return new Waits() {
            @Override
            public void pause(Duration duration) throws InterruptedException {
                Thread.sleep(duration);
            }

            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public RandomGenerator random() {
                return random;
            }
        };
    }
}
