package dev.chronicle.server.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sends a batch until it is accepted, refused, or given up. Threads may share it. */
final class RetryingSender {

    /** One attempt to publish a body with so many events. */
    @FunctionalInterface
    interface Attempt {
        PublishAnswer publish(byte[] body, int events) throws InterruptedException;
    }

    private final Attempt attempt;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final RunEnd.Wait wait;
    private final PublishTally tally;

    RetryingSender(
            Attempt attempt,
            RetryPolicy policy,
            RandomGenerator random,
            RunEnd.Wait wait,
            PublishTally tally) {
        this.attempt = attempt;
        this.policy = policy;
        this.random = random;
        this.wait = wait;
        this.tally = tally;
    }

    /** Returns when the batch is accepted, or counted as failed. */
    void send(byte[] body, int events) throws InterruptedException {
        for (int retry = 1; ; retry++) {
            switch (attempt.publish(body, events)) {
                case PublishAnswer.Accepted _ -> {
                    tally.accepted(events);
                    return;
                }
                case PublishAnswer.Refused(String kind, String detail) -> {
                    tally.gaveUp(events, kind + ": " + detail);
                    return;
                }
                case PublishAnswer.Failed failed -> {
                    tally.attemptFailed(failed, events);
                    if (!pause(retry, failed)) {
                        tally.gaveUp(events, failed.kind() + ": " + failed.detail());
                        return;
                    }
                }
            }
        }
    }

    /** Waits for the next attempt; false if there is none. */
    private boolean pause(int retry, PublishAnswer.Failed failed) throws InterruptedException {
        Optional<Duration> pause = policy.pause(retry, failed.retryAfter(), random);
        if (pause.isEmpty() || wait.endsWithin(pause.get())) {
            return false;
        }
        tally.retried();
        return true;
    }
}
