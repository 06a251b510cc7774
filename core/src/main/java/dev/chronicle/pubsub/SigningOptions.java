package dev.chronicle.pubsub;

import java.time.Duration;

/**
 * How long signatures count.
 *
 * @param validFor how old one may be, in whole seconds
 * @param ahead how far the clocks of senders may be ahead of ours
 * @param maxRemembered how many signed messages are remembered, so that none is taken twice; when
 *     as many were taken within {@code validFor}, further ones are refused
 */
public record SigningOptions(Duration validFor, Duration ahead, int maxRemembered) {

    public SigningOptions {
        if (validFor.toSeconds() < 1 || ahead.isNegative() || maxRemembered < 1) {
            throw new IllegalArgumentException(
                    "validFor must be at least 1 s, ahead not negative, maxRemembered at least 1: "
                            + "validFor=%s ahead=%s maxRemembered=%d"
                                    .formatted(validFor, ahead, maxRemembered));
        }
    }

    /** 300 seconds, 2 seconds ahead, 200,000 messages. */
    public static SigningOptions standard() {
        return new SigningOptions(Duration.ofSeconds(300), Duration.ofSeconds(2), 200_000);
    }
}
