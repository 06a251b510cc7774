package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class ValidationErrorsTest {

    private final ValidationErrors errors = new ValidationErrors();

    private String body() {
        return new String(errors.body(), StandardCharsets.UTF_8);
    }

    @Test
    void an_error_says_what_where_and_of_which_input() {
        errors.add(Fault.MISSING, RawJson.EMPTY_OBJECT, "body", "events", 0, "event_id");
        assertThat(body())
                .isEqualTo(
                        """
                        {"detail":[{"type":"missing","loc":["body","events",0,"event_id"],\
                        "msg":"Field required","input":{}}]}\
                        """);
    }

    @Test
    void the_values_in_a_message_stand_beside_it() {
        errors.add(Fault.lessThan(1), RawJson.string("0"), "query", "limit");
        errors.add(Fault.greaterThan(1000), RawJson.string("1001"), "query", "limit");
        errors.add(Fault.NOT_AN_INTEGER, RawJson.string("\"a\"\u00e9"), "query", "limit");
        errors.add(Fault.badTime("input is too short"), RawJson.string(""), "query", "from");
        assertThat(body())
                .isEqualTo(
                        """
                        {"detail":[{"type":"greater_than_equal","loc":["query","limit"],\
                        "msg":"Input should be greater than or equal to 1","input":"0",\
                        "ctx":{"ge":1}},\
                        {"type":"less_than_equal","loc":["query","limit"],\
                        "msg":"Input should be less than or equal to 1000","input":"1001",\
                        "ctx":{"le":1000}},\
                        {"type":"int_parsing","loc":["query","limit"],\
                        "msg":"Input should be a valid integer, \
                        unable to parse string as an integer","input":"\\"a\\"é"},\
                        {"type":"datetime_from_date_parsing","loc":["query","from"],\
                        "msg":"Input should be a valid datetime or date, input is too short",\
                        "input":"","ctx":{"error":"input is too short"}}]}\
                        """);
    }

    @Test
    void an_input_of_more_than_4_kib_is_left_out() {
        String longest = "x".repeat(ValidationErrors.MAX_INPUT_BYTES - 2);
        errors.add(Fault.NOT_A_TIME, RawJson.string(longest), "body");
        errors.add(Fault.NOT_A_TIME, RawJson.string(longest + "x"), "body");
        assertThat(body())
                .contains("\"input\":\"" + longest + "\"")
                .contains("\"input\":\"(4097 bytes left out)\"");
    }

    @Test
    void the_answer_is_bounded_however_much_is_wrong() {
        RawJson input = RawJson.string("\u20ac".repeat(1300));
        for (int i = 0; i < 1000; i++) {
            errors.add(Fault.NOT_A_TIME, input, "body", "events", i, "payload", "timestamp");
        }
        assertThat(errors.isFull()).isTrue();
        assertThat(errors.body()).hasSizeBetween(190 * 1024, 256 * 1024);
        assertThat(body()).contains("[\"body\",\"events\",99,").doesNotContain("\"events\",100,");
    }
}
