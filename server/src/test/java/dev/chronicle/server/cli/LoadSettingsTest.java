package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LoadSettingsTest {

    private static final Optional<String> NO = Optional.empty();

    @Test
    void what_is_not_told_has_its_default() throws Exception {
        assertThat(LoadSettings.of(flags(NO, NO), Map.of("AGGREGATOR_URL", "http://a")))
                .isEqualTo(
                        new LoadSettings(
                                URI.create("http://a"),
                                20,
                                Duration.ofSeconds(60),
                                new Pace.Users(Duration.ofMillis(10)),
                                0.3,
                                1,
                                List.of("topic-1", "topic-2", "topic-3", "topic-4", "topic-5"),
                                42,
                                new Thresholds(Duration.ofMillis(500), 0.01)));
    }

    @Test
    void a_rate_takes_the_place_of_pauses() throws Exception {
        LoadSettings settings = LoadSettings.of(flags(NO, Optional.of("250")), Map.of());

        assertThat(settings.users()).isEqualTo(1000);
        assertThat(settings.pace())
                .isInstanceOfSatisfying(
                        Pace.Rate.class, rate -> assertThat(rate.perSecond()).isEqualTo(250));
    }

    @Test
    void a_pause_beside_a_rate_is_refused() {
        assertThatThrownBy(
                        () ->
                                LoadSettings.of(
                                        flags(Optional.of("0ms"), Optional.of("250")), Map.of()))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessage("--pause must not stand beside --rate");
    }

    private static LoadSettings.Flags flags(Optional<String> pause, Optional<String> rate) {
        return new LoadSettings.Flags(
                NO, NO, NO, pause, rate, NO, NO, NO, Optional.of("42"), NO, NO);
    }
}
