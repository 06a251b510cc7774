package dev.chronicle.server.aggregator;

import java.util.Map;

/**
 * What is wrong with a value, in the words of pydantic 2, on which clients may rely.
 *
 * @param type the kind, for programs
 * @param message the kind, for people
 * @param context the values in the message, strings or integers; empty where there are none
 */
record Fault(String type, String message, Map<String, Object> context) {

    static final Fault MISSING = new Fault("missing", "Field required");
    static final Fault NOT_A_STRING = new Fault("string_type", "Input should be a valid string");

    /** A surrogate has no partner: such text has no form in UTF-8 and cannot be stored. */
    static final Fault NOT_UNICODE =
            new Fault(
                    "string_unicode",
                    "Input should be a valid string,"
                            + " unable to parse raw data as a unicode string");

    static final Fault NOT_A_LIST = new Fault("list_type", "Input should be a valid list");
    static final Fault NOT_AN_OBJECT =
            new Fault(
                    "model_attributes_type",
                    "Input should be a valid dictionary or object to extract fields from");
    static final Fault NOT_A_TIME = new Fault("datetime_type", "Input should be a valid datetime");
    static final Fault NOT_AN_INTEGER =
            new Fault(
                    "int_parsing",
                    "Input should be a valid integer, unable to parse string as an integer");

    private Fault(String type, String message) {
        this(type, message, Map.of());
    }

    static Fault notJson(String reason) {
        return new Fault("json_invalid", "JSON decode error", Map.of("error", reason));
    }

    /** Text that is no time. */
    static Fault badTime(String reason) {
        return new Fault(
                "datetime_from_date_parsing",
                "Input should be a valid datetime or date, " + reason,
                Map.of("error", reason));
    }

    /** A time that is well written and cannot be kept. */
    static Fault timeOutOfRange(String reason) {
        return new Fault(
                "datetime_parsing",
                "Input should be a valid datetime, " + reason,
                Map.of("error", reason));
    }

    static Fault lessThan(int least) {
        return new Fault(
                "greater_than_equal",
                "Input should be greater than or equal to " + least,
                Map.of("ge", least));
    }

    static Fault greaterThan(int most) {
        return new Fault(
                "less_than_equal",
                "Input should be less than or equal to " + most,
                Map.of("le", most));
    }
}
