package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

class SettingsTest {

    private static final Settings.Flags NONE =
            new Settings.Flags(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    @Test
    void what_is_not_told_has_its_default() throws Exception {
        assertThat(Settings.of(NONE, Map.of("CHRONICLE_PORT", "")))
                .isEqualTo(
                        new Settings(
                                "127.0.0.1", 8080, Path.of("data").toAbsolutePath(), 3, 4, "INFO"));
    }

    @Test
    void the_environment_is_heard_and_flags_win() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "CHRONICLE_HOST", "0.0.0.0",
                        "CHRONICLE_PORT", "1",
                        "CHRONICLE_DATA", "/from/environment",
                        "WORKER_COUNT", "5",
                        "CHRONICLE_LOG_LEVEL", "debug");
        Settings.Flags flags =
                new Settings.Flags(
                        Optional.empty(),
                        Optional.of("2"),
                        Optional.of("/from/flag"),
                        Optional.of("7"),
                        Optional.empty());

        assertThat(Settings.of(flags, environment))
                .isEqualTo(new Settings("0.0.0.0", 2, Path.of("/from/flag"), 7, 5, "DEBUG"));
    }

    @ParameterizedTest
    @CsvSource({
        "CHRONICLE_PORT,65536",
        "CHRONICLE_PORT,-1",
        "CHRONICLE_PORT,http",
        "CHRONICLE_CONSUMERS,0",
        "WORKER_COUNT,many",
        "CHRONICLE_LOG_LEVEL,loud",
        "CHRONICLE_HOST,' '"
    })
    void nonsense_is_refused_with_the_name_of_the_variable(String variable, String value) {
        assertThatThrownBy(() -> Settings.of(NONE, Map.of(variable, value)))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageStartingWith(variable + " must ");
    }
}
