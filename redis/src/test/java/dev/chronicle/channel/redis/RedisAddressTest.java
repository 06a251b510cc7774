package dev.chronicle.channel.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Optional;

class RedisAddressTest {

    @Test
    void a_url_says_host_port_database_and_login() {
        assertThat(RedisAddress.parse("redis://localhost"))
                .isEqualTo(
                        new RedisAddress(
                                "localhost", 6379, Optional.empty(), Optional.empty(), 0, false));
        assertThat(RedisAddress.parse("rediss://me:p%40ss+word@cache:7000/3"))
                .isEqualTo(
                        new RedisAddress(
                                "cache",
                                7000,
                                Optional.of("me"),
                                Optional.of("p@ss+word"),
                                3,
                                true));
        assertThat(RedisAddress.parse("redis://:secret@cache/0").password()).hasValue("secret");
    }

    @Test
    void it_is_written_without_its_password() {
        assertThat(RedisAddress.parse("redis://me:secret@cache:7000/3"))
                .hasToString("redis://me:…@cache:7000/3");
        assertThat(RedisAddress.parse("redis://cache")).hasToString("redis://cache:6379/0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cache:6379",
                "http://me:secret@cache",
                "redis://me:secret@",
                "redis://me:secret@cache:99999",
                "redis://me:secret@cache/one",
                "redis://me:secret@cache?db=1",
                "redis://me:secret @cache"
            })
    void what_is_no_redis_url_is_refused_without_telling_the_password(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }
}
