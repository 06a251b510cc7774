package dev.chronicle.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SampledLogTest {

    private final Logger logger = new LoggerContext().getLogger("test");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final SampledLog log = new SampledLog(logger, "Lines");

    @BeforeEach
    void listen() {
        logger.addAppender(lines);
        lines.start();
    }

    private long taken(int offered) {
        return java.util.stream.IntStream.range(0, offered).filter(_ -> log.take()).count();
    }

    @Test
    void a_hundred_a_second_are_logged_and_the_rest_is_counted() {
        logger.setLevel(Level.INFO);

        assertThat(taken(250)).isEqualTo(100);
        log.tick();
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Lines: 150 more lines left out in a second");
        assertThat(taken(100)).isEqualTo(100);
        log.tick();
        assertThat(lines.list).hasSize(1);
    }

    @Test
    void at_debug_every_one_is_logged() {
        logger.setLevel(Level.DEBUG);

        assertThat(taken(250)).isEqualTo(250);
        log.tick();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void above_info_none_is_logged() {
        logger.setLevel(Level.WARN);

        assertThat(taken(250)).isZero();
    }
}
