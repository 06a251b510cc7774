package dev.chronicle.server.aggregator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;

/**
 * Unix time as a decimal number: seconds, and milliseconds where it is above 20,000,000,000 or
 * below -20,000,000,000 (which as seconds would be the year 2603). What is below a nanosecond is
 * cut off.
 */
final class UnixTime {

    private static final long LAST_SECOND = 20_000_000_000L;
    private static final String TOO_LATE = "dates after 9999 are not supported as unix timestamps";
    private static final String TOO_EARLY =
            "dates before 0000 are not supported as unix timestamps";

    /** Milliseconds of the years 0 and 9999. */
    private static final long FIRST_MILLI = -62_167_219_200_000L;

    private static final long LAST_MILLI = 253_402_300_799_999L;

    /** Far beyond both, and far from the end of what a long holds. */
    private static final long TOO_MUCH = 100_000_000_000_000_000L;

    private static final int NANO_DIGITS = 9;

    /** Many digits take the square of their number in time. */
    private static final int MAX_SCIENTIFIC_LENGTH = 1000;

    private UnixTime() {}

    /** Whether it is an optional sign, and digits with at most one point among them. */
    static boolean isDecimal(char[] text, int offset, int length) {
        int end = offset + length;
        int digits = 0;
        int points = 0;
        for (int i = hasSign(text, offset, end) ? offset + 1 : offset; i < end; i++) {
            if (Digits.isDigit(text[i])) {
                digits++;
            } else if (text[i] != '.' || ++points > 1) {
                return false;
            }
        }
        return digits > 0;
    }

    /**
     * @param number as {@link #isDecimal} wants it, or a JSON number
     * @param outOfRange makes the error of a reason
     * @throws InvalidValueException if it is not in the years 1 to 9999
     */
    static Instant parse(
            char[] number, int offset, int length, Function<String, Fault> outOfRange) {
        int end = offset + length;
        int at = hasSign(number, offset, end) ? offset + 1 : offset;
        long whole = 0;
        for (; at < end && Digits.isDigit(number[at]); at++) {
            whole = whole >= TOO_MUCH ? whole : 10 * whole + number[at] - '0';
        }
        int nanos = 0;
        if (at < end && number[at] == '.') {
            int point = at;
            at = Digits.end(number, point + 1, end);
            nanos = Digits.billionths(number, point + 1, at);
        }
        if (at < end) {
            return scientific(new String(number, offset, length), outOfRange);
        }
        return instant(number[offset] == '-', whole, nanos, outOfRange);
    }

    private static Instant scientific(String number, Function<String, Fault> outOfRange) {
        boolean negative = number.charAt(0) == '-';
        if (number.length() > MAX_SCIENTIFIC_LENGTH) {
            throw new InvalidValueException(outOfRange.apply("too many digits"));
        }
        BigDecimal value;
        try {
            value = new BigDecimal(number).abs();
        } catch (NumberFormatException e) {
            // an exponent of more than ten digits
            return instant(negative, TOO_MUCH, 0, outOfRange);
        }
        if (value.compareTo(BigDecimal.valueOf(TOO_MUCH)) >= 0) {
            return instant(negative, TOO_MUCH, 0, outOfRange);
        }
        if (value.compareTo(BigDecimal.valueOf(1, NANO_DIGITS)) < 0) {
            return Instant.EPOCH;
        }
        long whole = value.longValue();
        BigDecimal fraction = value.subtract(BigDecimal.valueOf(whole));
        int nanos = fraction.movePointRight(NANO_DIGITS).intValue();
        return instant(negative, whole, nanos, outOfRange);
    }

    /**
     * @param whole the part before the point
     * @param nanos the part behind it, in billionths
     */
    private static Instant instant(
            boolean negative, long whole, int nanos, Function<String, Fault> outOfRange) {
        int sign = negative ? -1 : 1;
        if (whole < LAST_SECOND || (whole == LAST_SECOND && nanos == 0)) {
            return Instant.ofEpochSecond(sign * whole, sign * (long) nanos);
        }
        if (sign * whole > LAST_MILLI || sign * whole < FIRST_MILLI) {
            throw new InvalidValueException(outOfRange.apply(negative ? TOO_EARLY : TOO_LATE));
        }
        long belowSecond = whole % 1000 * 1_000_000 + nanos / 1000;
        return EventTime.inRange(Instant.ofEpochSecond(sign * (whole / 1000), sign * belowSecond));
    }

    private static boolean hasSign(char[] text, int at, int end) {
        return at < end && (text[at] == '-' || text[at] == '+');
    }
}
