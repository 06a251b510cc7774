package dev.chronicle.server.aggregator;

import java.time.Instant;

/**
 * Times as clients of the aggregator write them, in the years 1 to 9999 (UTC):
 *
 * <ul>
 *   <li>ISO-8601: {@code 2025-01-31T23:59:59.123456789+01:00}; see {@link IsoTime};
 *   <li>a bare date, which is its first moment in UTC;
 *   <li>Unix time, as a number or as text: see {@link UnixTime}.
 * </ul>
 */
final class EventTime {

    private static final int DATE_LENGTH = 10;
    private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private EventTime() {}

    /**
     * @throws InvalidValueException if it is not a time, or not one of these years
     */
    static Instant ofText(String text) {
        return ofText(text.toCharArray(), 0, text.length());
    }

    /** The same of {@code length} characters from {@code offset}. */
    static Instant ofText(char[] text, int offset, int length) {
        return UnixTime.isDecimal(text, offset, length)
                ? UnixTime.parse(text, offset, length, Fault::badTime)
                : IsoTime.parse(text, offset, offset + length);
    }

    /**
     * Of a JSON number.
     *
     * @throws InvalidValueException if it is not in these years
     */
    static Instant ofNumber(char[] number, int offset, int length) {
        return UnixTime.parse(number, offset, length, Fault::timeOutOfRange);
    }

    /** Whether a valid time is a whole day. */
    static boolean isDate(String text) {
        return text.length() == DATE_LENGTH && text.charAt(4) == '-';
    }

    /**
     * @throws InvalidValueException if it is not in the years that can be written with four digits
     */
    static Instant inRange(Instant time) {
        if (time.isBefore(MIN)) {
            throw new InvalidValueException(Fault.timeOutOfRange("year 0 is out of range"));
        }
        if (time.isAfter(MAX)) {
            throw new InvalidValueException(Fault.timeOutOfRange("year 10000 is out of range"));
        }
        return time;
    }
}
