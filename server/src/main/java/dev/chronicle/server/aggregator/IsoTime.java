package dev.chronicle.server.aggregator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.chrono.IsoChronology;

/**
 * ISO-8601 in the extended form: {@code yyyy-MM-dd}, or that, one of {@code T}, {@code t}, {@code
 * _} and space, {@code HH:mm[:ss[.fraction]]} and a zone. The zone is {@code Z}, {@code ±hh:mm},
 * {@code ±hhmm}, {@code ±hh} or nothing, which is UTC. A fraction may have any number of digits;
 * what is below a nanosecond is cut off. There is no 24:00 and no leap second.
 *
 * <p>By hand, since two of them are read for every event, and since the errors are those of
 * pydantic, which names what is wrong with the date alone.
 */
final class IsoTime {

    private static final int DATE_LENGTH = 10;
    private static final int MINUTES_LENGTH = 16;
    private static final int SECONDS_PER_DAY = 86_400;

    private IsoTime() {}

    /**
     * @throws InvalidValueException if it is not a time, or not one of the years 1 to 9999
     */
    static Instant parse(char[] text, int from, int to) {
        long midnight = epochDay(text, from, to) * SECONDS_PER_DAY;
        if (to - from == DATE_LENGTH) {
            return EventTime.inRange(Instant.ofEpochSecond(midnight));
        }
        int minute = minuteOfDay(text, from, to);
        int at = from + MINUTES_LENGTH;
        int second = 0;
        int nanos = 0;
        if (at < to && text[at] == ':') {
            second = below(60, text, at + 1, to);
            at += 3;
            int end = endOfFraction(text, at, to);
            nanos = Digits.billionths(text, at + 1, end);
            at = end;
        }
        minute -= offsetMinutes(text, at, to);
        return EventTime.inRange(Instant.ofEpochSecond(midnight + minute * 60L + second, nanos));
    }

    private static long epochDay(char[] text, int from, int to) {
        if (to - from < DATE_LENGTH) {
            throw bad("input is too short");
        }
        int year = number(text, from, 4, "invalid character in year");
        requireHyphen(text[from + 4]);
        int month = number(text, from + 5, 2, "invalid character in month");
        requireHyphen(text[from + 7]);
        int day = number(text, from + 8, 2, "invalid character in day");
        if (month < 1 || month > 12) {
            throw bad("month value is outside expected range of 1-12");
        }
        if (day < 1 || day > Month.of(month).length(IsoChronology.INSTANCE.isLeapYear(year))) {
            throw bad("day value is outside expected range");
        }
        return LocalDate.of(year, month, day).toEpochDay();
    }

    private static void requireHyphen(char c) {
        if (c != '-') {
            throw bad("invalid date separator, expected `-`");
        }
    }

    private static int number(char[] text, int at, int digits, String otherwise) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            if (!Digits.isDigit(text[i])) {
                throw bad(otherwise);
            }
            number = 10 * number + text[i] - '0';
        }
        return number;
    }

    private static int minuteOfDay(char[] text, int from, int to) {
        char separator = text[from + DATE_LENGTH];
        boolean separated =
                separator == 'T' || separator == ' ' || separator == 't' || separator == '_';
        if (!separated || to - from < MINUTES_LENGTH || text[from + 13] != ':') {
            throw notATime();
        }
        return 60 * below(24, text, from + 11, to) + below(60, text, from + 14, to);
    }

    /** A number of two digits. */
    private static int below(int limit, char[] text, int at, int to) {
        if (at + 2 > to || !Digits.isDigit(text[at]) || !Digits.isDigit(text[at + 1])) {
            throw notATime();
        }
        int number = 10 * (text[at] - '0') + text[at + 1] - '0';
        if (number >= limit) {
            throw notATime();
        }
        return number;
    }

    /** Behind the fraction that begins with a point here; here, if none does. */
    private static int endOfFraction(char[] text, int point, int to) {
        if (point >= to || (text[point] != '.' && text[point] != ',')) {
            return point;
        }
        int end = Digits.end(text, point + 1, to);
        if (end == point + 1) {
            throw notATime();
        }
        return end;
    }

    private static int offsetMinutes(char[] text, int at, int to) {
        if (at == to) {
            return 0;
        }
        char sign = text[at];
        if ((sign == 'Z' || sign == 'z') && at + 1 == to) {
            return 0;
        }
        // ISO-8601 has a minus of its own, and allows the hyphen for it
        boolean west = sign == '-' || sign == '\u2212';
        if (!west && sign != '+') {
            throw notATime();
        }
        int minutes = 60 * below(24, text, at + 1, to);
        int next = at + 3;
        if (next < to) {
            next += text[next] == ':' ? 1 : 0;
            minutes += below(60, text, next, to);
            next += 2;
        }
        if (next != to) {
            throw notATime();
        }
        return west ? -minutes : minutes;
    }

    /** What comes behind the date is not a time of day and zone. */
    private static InvalidValueException notATime() {
        return bad("unexpected extra characters at the end of the input");
    }

    private static InvalidValueException bad(String reason) {
        return new InvalidValueException(Fault.badTime(reason));
    }
}
