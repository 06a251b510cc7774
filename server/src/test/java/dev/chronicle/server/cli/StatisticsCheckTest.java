package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

class StatisticsCheckTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0  | 100 | 70 | 30 | adds up: received what was accepted, each different event"
                        + " once",
                "20 | 110 | 70 | 40 | adds up: received 10 more than accepted; attempts that failed"
                        + " may have added up to 20",
                "0  | 100 | 60 | 40 | adds up, but 10 of the 70 different events had been there"
                        + " before",
                "0  | 100 | 80 | 20 | does NOT add up: 80 unique events from 70 different ones",
                "0  | 90  | 70 | 20 | does NOT add up: 10 accepted events were not received",
                "20 | 150 | 70 | 80 | does NOT add up: 30 more events received than sent; does"
                        + " somebody else publish?",
                "0  | 100 | 70 | 20 | does NOT add up: received is not unique plus duplicates",
                "0  | -5  | -3 | -2 | does NOT add up: 105 accepted events were not received"
            })
    void a_hundred_events_of_which_seventy_are_different(
            long unsure, long received, long unique, long dropped, String verdict) {
        StatisticsCheck check = new StatisticsCheck(100, unsure, OptionalLong.of(70));

        assertThat(check.verdict(new Statistics(received, unique, dropped))).isEqualTo(verdict);
    }

    @Test
    void without_knowing_how_many_are_different_the_sums_must_do() {
        StatisticsCheck check = new StatisticsCheck(100, 0, OptionalLong.empty());

        assertThat(check.verdict(new Statistics(100, 1, 99)))
                .isEqualTo("adds up: received what was accepted");
    }

    @Test
    void the_counters_are_found_among_others() {
        byte[] body =
                """
                {"topics":["a",{"received":7}],"received":3,"unique_processed":2,"x":{"y":[1]},\
                "duplicated_dropped":1,"uptime":1.5}\
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(Statistics.parse(body)).hasValue(new Statistics(3, 2, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"received\":1", "{\"received\":\"1\"}"})
    void an_answer_without_the_counters_is_none(String body) {
        assertThat(Statistics.parse(body.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"detail\":\"Not Found\"} | Not Found",
                "{\"error\":\"Invalid JSON\"} | Invalid JSON",
                "{\"detail\":[{\"loc\":[\"body\",\"events\",0],\"msg\":\"bad\"}]} | body.events.0:"
                        + " bad",
                "{\"detail\":[]} | {\"detail\":[]}",
                "<h1>nginx</h1> | <h1>nginx</h1>"
            })
    void the_servers_reason_is_one_line(String body, String detail) {
        assertThat(ServerWords.detail(body.getBytes(StandardCharsets.UTF_8))).isEqualTo(detail);
    }

    @Test
    void a_long_or_wild_reason_is_cut_and_cleaned() {
        String wild = "a\u001b[2J\n\tb" + "x".repeat(1000);

        assertThat(ServerWords.detail(wild.getBytes(StandardCharsets.UTF_8)))
                .startsWith("a [2J bx")
                .endsWith("x…")
                .hasSize(301);
    }
}
