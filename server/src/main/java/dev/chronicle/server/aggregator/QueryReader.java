package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Utf8;

import io.helidon.common.uri.UriQuery;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the parameters of a query and gathers what is wrong with them. Of a parameter that is given
 * twice the last counts. Not for several threads at once.
 */
final class QueryReader {

    private static final Duration DAY_TO_ITS_END = Duration.ofDays(1).minusNanos(1);

    /** An offset may stand behind {@code yyyy-MM-ddTHH:mm}, a space before it is another's. */
    private static final int BEHIND_MINUTES = 16;

    private final UriQuery query;
    private final ValidationErrors errors = new ValidationErrors();

    QueryReader(UriQuery query) {
        this.query = query;
    }

    /**
     * @throws Problem 422, if anything that was read is wrong
     */
    void requireValid() {
        if (!errors.isEmpty()) {
            throw errors.problem();
        }
    }

    /** Text; not there if it is empty. */
    Optional<String> text(String name) {
        Optional<String> text = given(name).filter(it -> !it.isEmpty());
        if (text.isPresent() && !Utf8.isWellFormed(text.get())) {
            wrong(name, text.get(), Fault.NOT_UNICODE);
            return Optional.empty();
        }
        return text;
    }

    /** The first instant that the value means; not there if it is empty. */
    Optional<Instant> from(String name) {
        return time(name, EventTime::ofText);
    }

    /** The last instant that it means: of a bare date, that of the day. */
    Optional<Instant> to(String name) {
        return time(
                name,
                text -> {
                    Instant time = EventTime.ofText(text);
                    return EventTime.isDate(text) ? time.plus(DAY_TO_ITS_END) : time;
                });
    }

    private Optional<Instant> time(String name, Function<String, Instant> parse) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(withPlus(text.get())));
        } catch (InvalidValueException e) {
            wrong(name, text.get(), e.fault());
            return Optional.empty();
        }
    }

    /** A plus that was not escaped arrives as a space. */
    private static String withPlus(String time) {
        int space = time.lastIndexOf(' ');
        return space < BEHIND_MINUTES
                ? time
                : time.substring(0, space) + '+' + time.substring(space + 1);
    }

    /** An integer between {@code least} and {@code most}; the default, if it is not given. */
    int integer(String name, int otherwise, int least, int most) {
        Optional<String> text = given(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        // a space in front may have been a plus
        String number = text.get().strip();
        if (!number.matches("[+-]?[0-9]+")) {
            wrong(name, text.get(), Fault.NOT_AN_INTEGER);
            return otherwise;
        }
        boolean negative = number.charAt(0) == '-';
        BigInteger value = new BigInteger(number);
        if (value.compareTo(BigInteger.valueOf(least)) < 0) {
            wrong(name, text.get(), Fault.lessThan(least));
            return otherwise;
        }
        if (value.compareTo(BigInteger.valueOf(most)) > 0) {
            wrong(name, text.get(), Fault.greaterThan(most));
            return otherwise;
        }
        return value.intValueExact();
    }

    private Optional<String> given(String name) {
        if (!query.contains(name)) {
            return Optional.empty();
        }
        List<String> values = query.all(name);
        return Optional.of(values.isEmpty() ? "" : values.getLast());
    }

    private void wrong(String name, String value, Fault fault) {
        errors.add(fault, RawJson.string(value), "query", name);
    }
}
