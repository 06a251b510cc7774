package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

class ProgressLineTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final AtomicLong clock = new AtomicLong();

    @Test
    void on_a_terminal_one_line_is_written_over_and_taken_away() {
        ProgressLine line = line(true);

        line.show("a");
        line.show("b");
        line.end();

        assertThat(printed()).isEqualTo("\r\u001b[Ka\r\u001b[Kb\r\u001b[K");
    }

    @Test
    void elsewhere_there_is_a_plain_line_every_ten_seconds() {
        ProgressLine line = line(false);

        for (int second = 0; second <= 25; second++) {
            line.show("after " + second);
            clock.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        line.end();

        assertThat(printed().lines()).containsExactly("after 10", "after 20");
        assertThat(printed()).doesNotContain("\r", "\u001b");
    }

    @Test
    void a_bar_is_as_long_as_the_share_and_full_only_at_the_end() {
        assertThat(ProgressLine.bar(0, 20_000)).isEqualTo("[........................]   0 %");
        assertThat(ProgressLine.bar(10_000, 20_000)).isEqualTo("[############............]  50 %");
        assertThat(ProgressLine.bar(19_999, 20_000)).isEqualTo("[#######################.]  99 %");
        assertThat(ProgressLine.bar(20_000, 20_000)).isEqualTo("[########################] 100 %");
    }

    private ProgressLine line(boolean terminal) {
        return new ProgressLine(
                new PrintStream(bytes, true, StandardCharsets.UTF_8), terminal, clock::get);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
