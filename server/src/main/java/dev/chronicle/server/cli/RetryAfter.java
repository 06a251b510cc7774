package dev.chronicle.server.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header {@code Retry-After} as RFC 9110 has it: seconds, or the date of an HTTP header. */
final class RetryAfter {

    private RetryAfter() {}

    /** How long to wait from {@code now} on; nothing for what cannot be read or is in the past. */
    static Optional<Duration> parse(String header, Instant now) {
        return read(header.strip(), now).filter(Duration::isPositive);
    }

    private static Optional<Duration> read(String header, Instant now) {
        try {
            if (header.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(header)));
            }
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header));
            return Optional.of(Duration.between(now, date));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
