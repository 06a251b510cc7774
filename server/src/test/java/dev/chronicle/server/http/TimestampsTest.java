package dev.chronicle.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DateTimeException;
import java.time.Instant;

class TimestampsTest {

    @Test
    void times_are_shown_in_utc_with_milliseconds() {
        assertThat(Timestamps.format(Instant.parse("2025-12-16T07:05:05.450Z")))
                .isEqualTo("2025-12-16T07:05:05.450Z");
        assertThat(Timestamps.format(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-12-16T07:05:05.452Z, 2025-12-16T07:05:05.452Z",
        "2025-12-16T07:05Z, 2025-12-16T07:05:00Z",
        "2025-12-16T07:05:05, 2025-12-16T07:05:05Z",
        "2025-12-16T07:05:05+02:00, 2025-12-16T05:05:05Z",
        "2025-12-16T07:05:05 02:00, 2025-12-16T05:05:05Z"
    })
    void iso_times_are_read(String text, Instant expected) {
        assertThat(Timestamps.first(text)).isEqualTo(expected);
        assertThat(Timestamps.last(text)).isEqualTo(expected);
    }

    @Test
    void a_bare_date_is_the_whole_day() {
        assertThat(Timestamps.first("2025-12-16")).isEqualTo("2025-12-16T00:00:00Z");
        assertThat(Timestamps.last("2025-12-16")).isEqualTo("2025-12-16T23:59:59.999999999Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "today", "2025-02-30", "2025-12-16T25:00:00Z", "1765868705"})
    void anything_else_is_refused(String text) {
        assertThatThrownBy(() -> Timestamps.first(text)).isInstanceOf(DateTimeException.class);
    }
}
