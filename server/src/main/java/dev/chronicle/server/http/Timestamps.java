package dev.chronicle.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as clients write and read them: ISO-8601. */
public final class Timestamps {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** UTC with milliseconds: {@code 2025-12-16T07:05:05.452Z}. */
    public static String format(Instant time) {
        return MILLIS.format(time);
    }

    /** The first instant that {@code text} means. */
    public static Instant first(String text) {
        return isDate(text)
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                : instant(text);
    }

    /** The last instant that {@code text} means: the end of the day, where it is a bare date. */
    public static Instant last(String text) {
        return isDate(text)
                ? LocalDate.parse(text)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusNanos(1)
                : instant(text);
    }

    private static boolean isDate(String text) {
        return text.indexOf('T') < 0 && text.indexOf('t') < 0;
    }

    /**
     * Without a zone it is UTC. A {@code +} that was not escaped in the query arrives as a space.
     */
    private static Instant instant(String text) {
        String iso = text.replace(' ', '+');
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException e) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
    }
}
