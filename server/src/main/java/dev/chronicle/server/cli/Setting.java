package dev.chronicle.server.cli;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that the user can set: where it comes from, to name it when it makes no sense, and what
 * was written there.
 *
 * @param name of the flag or the variable
 * @param value as it was typed
 */
record Setting(String name, String value) {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)(%?)");
    private static final String DATABASE =
            "sqlite:path or postgresql://user:password@host:port/database";
    private static final Set<String> HTTP = Set.of("http", "https");

    /** What the flag says; without it, what the variable says; if that is empty, the default. */
    static Setting pick(
            String flagName,
            Optional<String> flag,
            String variable,
            Map<String, String> environment,
            String otherwise) {
        if (flag.isPresent()) {
            return new Setting(flagName, flag.get());
        }
        String value = environment.getOrDefault(variable, "");
        return value.isEmpty()
                ? new Setting(flagName.isEmpty() ? variable : flagName, otherwise)
                : new Setting(variable, value);
    }

    /** What the flag says, or the default: there is no variable for it. */
    static Setting pick(String flagName, Optional<String> flag, String otherwise) {
        return new Setting(flagName, flag.orElse(otherwise));
    }

    /** A whole number between two, both included. */
    int number(int min, int max) throws Settings.InvalidException {
        try {
            int number = Integer.parseInt(value);
            if (min <= number && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through: the answer is the same
        }
        throw wrong("a number from %d to %d".formatted(min, max));
    }

    /** A whole number of any size that a long has room for. */
    long wholeNumber() throws Settings.InvalidException {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw wrong("a whole number");
        }
    }

    /** A share of less than all, written 0.3 or 30%. */
    double shareBelowOne() throws Settings.InvalidException {
        double share = share("a share from 0 to less than 1, such as 0.3 or 30%");
        if (share == 1) {
            throw wrong("a share from 0 to less than 1, such as 0.3 or 30%");
        }
        return share;
    }

    /** A share from nothing to all, written 0.01 or 1%. */
    double share() throws Settings.InvalidException {
        return share("a share from 0 to 1, such as 0.01 or 1%");
    }

    private double share(String expected) throws Settings.InvalidException {
        Matcher written = SHARE.matcher(value);
        if (!written.matches()) {
            throw wrong(expected);
        }
        BigDecimal number = new BigDecimal(written.group(1));
        double share =
                (written.group(2).isEmpty() ? number : number.movePointLeft(2)).doubleValue();
        if (share > 1) {
            throw wrong(expected);
        }
        return share;
    }

    /** A length of time with its unit, ms, s, m or h, at least {@code min}, at most a day. */
    Duration duration(Duration min) throws Settings.InvalidException {
        Matcher written = DURATION.matcher(value);
        if (written.matches()) {
            long number = Long.parseLong(written.group(1));
            Duration duration =
                    switch (written.group(2)) {
                        case "ms" -> Duration.ofMillis(number);
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        default -> Duration.ofHours(number);
                    };
            if (duration.compareTo(min) >= 0 && duration.compareTo(Duration.ofDays(1)) <= 0) {
                return duration;
            }
        }
        throw wrong(
                "a time from %d ms to 24 h, such as 500ms, 10s or 2m".formatted(min.toMillis()));
    }

    /** The address of a server, without the slashes it may end with. */
    URI url() throws Settings.InvalidException {
        try {
            URI uri = URI.create(value.replaceAll("/+$", ""));
            if (uri.getScheme() != null
                    && HTTP.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // falls through: the answer is the same
        }
        throw wrong("an http URL");
    }

    String text() throws Settings.InvalidException {
        if (value.isBlank()) {
            throw new Settings.InvalidException(name + " must not be empty");
        }
        return value;
    }

    Path path() throws Settings.InvalidException {
        try {
            return Path.of(text()).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new Settings.InvalidException(name + " must be a path: " + e.getMessage());
        }
    }

    /** Where a log is that is kept in a database. */
    StoreLocation database() throws Settings.InvalidException {
        StoreLocation location = location();
        if (location instanceof StoreLocation.InDirectory) {
            throw new Settings.InvalidException(
                    "%s must be %s, and not a directory".formatted(name, DATABASE));
        }
        return location;
    }

    /** Where a log is. The refusal does not repeat the value: it may have a password. */
    StoreLocation location() throws Settings.InvalidException {
        try {
            return StoreLocation.parse(value);
        } catch (IllegalArgumentException e) {
            throw new Settings.InvalidException(
                    "%s must be %s: %s".formatted(name, DATABASE, e.getMessage()));
        }
    }

    /** The refusal of this value; {@code expected} continues "must be". */
    Settings.InvalidException wrong(String expected) {
        return new Settings.InvalidException("%s must be %s: %s".formatted(name, expected, value));
    }
}
