package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.uri.UriQuery;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class AuditTrailRequestTest {

    private static final String TOO_SHORT =
            """
            "msg":"Input should be a valid datetime or date, input is too short\"\
            """;

    private static AuditTrailRequest parse(String query) {
        return AuditTrailRequest.parse(UriQuery.create(query));
    }

    private static String refusal(String query) {
        return Refusal.of(() -> assertThat(parse(query)).isNull()).toString();
    }

    @Test
    void without_parameters_the_latest_hundred_are_asked_for() {
        AuditTrailRequest request = parse("");
        assertThat(request.action()).isEmpty();
        assertThat(request.topic()).isEmpty();
        assertThat(request.eventId()).isEmpty();
        assertThat(request.from()).isEmpty();
        assertThat(request.to()).isEmpty();
        assertThat(request.limit()).isEqualTo(100);
    }

    @Test
    void every_parameter_is_read() {
        AuditTrailRequest request =
                parse(
                        "action=DROPPED&topic=a%20b%2Bc&event_id=%C3%A9&from=2025-01-01"
                                + "&to=2025-01-31T12:00:00Z&limit=7&unknown=1");
        assertThat(request.action()).contains("DROPPED");
        assertThat(request.topic()).contains("a b+c");
        assertThat(request.eventId()).contains("\u00e9");
        assertThat(request.from()).contains(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(request.to()).contains(Instant.parse("2025-01-31T12:00:00Z"));
        assertThat(request.limit()).isEqualTo(7);
    }

    @Test
    void empty_filters_are_ignored() {
        assertThat(parse("action=&topic&event_id=&from=&to=")).isEqualTo(parse(""));
    }

    @Test
    void of_a_parameter_given_twice_the_last_counts() {
        AuditTrailRequest request = parse("limit=x&topic=a&limit=5&topic=b");
        assertThat(request.limit()).isEqualTo(5);
        assertThat(request.topic()).contains("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2025-01-01T12:00:00%2B02:00",
                "2025-01-01T12:00:00+02:00",
                "2025-01-01+12:00:00+02:00",
                "2025-01-01%2012:00+0200",
                "2025-01-01T10:00:00.000Z",
                "2025-01-01 10:00:00",
                "1735725600",
                "1735725600000",
            })
    void times_may_be_written_in_any_form(String time) {
        Instant expected = Instant.parse("2025-01-01T10:00:00Z");
        assertThat(parse("from=" + time).from()).contains(expected);
        assertThat(parse("to=" + time).to()).contains(expected);
    }

    @Test
    void a_bare_date_is_the_whole_day() {
        AuditTrailRequest request = parse("from=2025-01-31&to=2025-01-31");
        assertThat(request.from()).contains(Instant.parse("2025-01-31T00:00:00Z"));
        assertThat(request.to()).contains(Instant.parse("2025-01-31T23:59:59.999999999Z"));
        assertThat(parse("to=9999-12-31").to())
                .contains(Instant.parse("9999-12-31T23:59:59.999999999Z"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1000, 1000", "0100, 100", "+5, 5", "%2B5, 5", "%205%20, 5"})
    void limits_are_read(String limit, int expected) {
        assertThat(parse("limit=" + limit).limit()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "00", "-99999999999999999999"})
    void a_limit_below_one_is_refused(String limit) {
        assertThat(refusal("limit=" + limit))
                .isEqualTo(
                        """
                        [{"type":"greater_than_equal","loc":["query","limit"],\
                        "msg":"Input should be greater than or equal to 1",\
                        "input":"%s","ctx":{"ge":1}}]\
                        """
                                .formatted(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1001", "4294967297", "99999999999999999999"})
    void a_limit_above_a_thousand_is_refused(String limit) {
        assertThat(refusal("limit=" + limit))
                .isEqualTo(
                        """
                        [{"type":"less_than_equal","loc":["query","limit"],\
                        "msg":"Input should be less than or equal to 1000",\
                        "input":"%s","ctx":{"le":1000}}]\
                        """
                                .formatted(limit));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "--1", "1e2", "true", "\u0663", "%zz", "1 0"})
    void a_limit_that_is_no_integer_is_refused(String limit) {
        assertThat(refusal("limit=" + limit))
                .isEqualTo(
                        """
                        [{"type":"int_parsing","loc":["query","limit"],\
                        "msg":"Input should be a valid integer, \
                        unable to parse string as an integer","input":"%s"}]\
                        """
                                .formatted(limit));
    }

    @Test
    void a_time_that_is_none_is_refused_as_it_came() {
        assertThat(refusal("from=soon+and+later"))
                .isEqualTo(
                        """
                        [{"type":"datetime_from_date_parsing","loc":["query","from"],\
                        "msg":"Input should be a valid datetime or date, \
                        invalid character in year","input":"soon and later",\
                        "ctx":{"error":"invalid character in year"}}]\
                        """);
    }

    @Test
    void all_that_is_wrong_is_told_at_once() {
        assertThat(refusal("limit=0&to=y&action=Z&from=x"))
                .contains("[\"query\",\"from\"]," + TOO_SHORT)
                .contains("[\"query\",\"to\"]," + TOO_SHORT)
                .contains("[\"query\",\"limit\"],\"msg\":\"Input should be greater");
    }

    @Test
    void a_long_input_is_left_out() {
        assertThat(refusal("limit=" + "x".repeat(5000))).contains("(5002 bytes left out)");
    }
}
