package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class PublishSettingsTest {

    private static final Optional<String> NO = Optional.empty();
    private static final PublishSettings.Flags NONE =
            new PublishSettings.Flags(NO, NO, NO, NO, NO, NO, Optional.of("42"));

    @Test
    void what_is_not_told_has_its_default() throws Exception {
        assertThat(PublishSettings.of(NONE, Map.of("EVENT_COUNT", "")))
                .isEqualTo(
                        new PublishSettings(
                                URI.create("http://localhost:8080"),
                                20_000,
                                0.3,
                                1000,
                                4,
                                List.of("topic-1", "topic-2", "topic-3", "topic-4", "topic-5"),
                                42));
    }

    @Test
    void the_environment_is_heard_and_flags_win() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "AGGREGATOR_URL", "http://aggregator:8080/",
                        "EVENT_COUNT", "7",
                        "DUPLICATE_RATIO", "0.5",
                        "BATCH_SIZE", "3");
        PublishSettings.Flags flags =
                new PublishSettings.Flags(
                        NO,
                        Optional.of("8"),
                        NO,
                        NO,
                        Optional.of("9"),
                        Optional.of("orders, payments"),
                        Optional.of("42"));

        assertThat(PublishSettings.of(flags, environment))
                .isEqualTo(
                        new PublishSettings(
                                URI.create("http://aggregator:8080"),
                                8,
                                0.5,
                                3,
                                9,
                                List.of("orders", "payments"),
                                42));
    }

    @ParameterizedTest
    @CsvSource({
        "AGGREGATOR_URL,localhost",
        "AGGREGATOR_URL,http://a/?b",
        "EVENT_COUNT,0",
        "EVENT_COUNT,1e6",
        "DUPLICATE_RATIO,-0.1",
        "DUPLICATE_RATIO,1",
        "DUPLICATE_RATIO,130%",
        "DUPLICATE_RATIO,NaN",
        "BATCH_SIZE,100001"
    })
    void nonsense_is_refused_with_the_name_of_the_variable(String variable, String value) {
        assertThatThrownBy(() -> PublishSettings.of(NONE, Map.of(variable, value)))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageStartingWith(variable + " must be ")
                .hasMessageEndingWith(": " + value);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "0.25,0.25", "25%,0.25", "0.5%,0.005", "99.9%,0.999"})
    void a_share_is_a_number_or_a_percentage(String written, double share) throws Exception {
        assertThat(new Setting("--x", written).shareBelowOne()).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"1ms,1", "500ms,500", "60s,60000", "2m,120000", "24h,86400000"})
    void a_time_has_a_unit(String written, long millis) throws Exception {
        assertThat(new Setting("--x", written).duration(Duration.ofMillis(1)))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"0ms", "5", "1.5s", "-1s", "25h", "s", "99999999999s", "' 1s'"})
    void a_time_without_sense_is_refused(String written) {
        assertThatThrownBy(() -> new Setting("--x", written).duration(Duration.ofMillis(1)))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessage(
                        "--x must be a time from 1 ms to 24 h, such as 500ms, 10s or 2m: "
                                + written);
    }
}
