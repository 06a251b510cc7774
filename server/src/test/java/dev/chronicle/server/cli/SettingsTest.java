package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.server.backend.Mode;

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
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    private static StoreLocation directory(String path) {
        return new StoreLocation.InDirectory(Path.of(path).toAbsolutePath());
    }

    private static Settings.Flags shared(String database, String redis, String mode) {
        return new Settings.Flags(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(database),
                Optional.of(redis),
                Optional.of(mode));
    }

    @Test
    void what_is_not_told_has_its_default() throws Exception {
        assertThat(Settings.of(NONE, Map.of("CHRONICLE_PORT", "")))
                .isEqualTo(
                        new Settings(
                                "127.0.0.1",
                                8080,
                                directory("data"),
                                3,
                                4,
                                Mode.ALL,
                                Optional.empty(),
                                "INFO"));
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
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        assertThat(Settings.of(flags, environment))
                .isEqualTo(
                        new Settings(
                                "0.0.0.0",
                                2,
                                directory("/from/flag"),
                                7,
                                5,
                                Mode.ALL,
                                Optional.empty(),
                                "DEBUG"));
    }

    @Test
    void databases_and_redis_are_urls_and_are_shown_without_passwords() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "DATABASE_URL", "postgresql://me:secret@db:5433/log",
                        "REDIS_URL", "redis://:secret@cache/1",
                        "CHRONICLE_MODE", "worker");
        Settings settings = Settings.of(NONE, environment);

        assertThat(settings.mode()).isEqualTo(Mode.WORKER);
        assertThat(settings.log()).hasToString("postgresql db:5433/log schema=chronicle");
        assertThat(settings.redis()).contains(RedisAddress.parse("redis://:secret@cache/1"));
        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(Settings.of(shared("sqlite:log.db", "", "all"), Map.of()).log())
                .isEqualTo(new StoreLocation.InSqlite(Path.of("log.db").toAbsolutePath()));
    }

    @ParameterizedTest
    @CsvSource({
        "mysql://me:secret@db/log,redis://cache,all,--database must ",
        "log.db,'',all,--database must be sqlite:path or postgresql:",
        "postgresql://me:secret@db/log,http://:secret@cache,all,--redis must ",
        "postgresql://me:secret@db/log,redis://cache,both,'--mode must '",
        "postgresql://me:secret@db/log,'',api,--mode must ",
        "sqlite:log.db,redis://cache,worker,--mode must ",
    })
    void what_does_not_go_together_is_refused_without_passwords(
            String database, String redis, String mode, String message) {
        assertThatThrownBy(() -> Settings.of(shared(database, redis, mode), Map.of()))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageStartingWith(message.strip())
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_directory_and_a_database_are_not_told_together() {
        Settings.Flags both =
                new Settings.Flags(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("data"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThatThrownBy(() -> Settings.of(both, Map.of("DATABASE_URL", "sqlite:log.db")))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("DATABASE_URL");
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
