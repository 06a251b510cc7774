package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.StubAggregator.Turn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.nio.charset.StandardCharsets;
import java.util.List;

@Timeout(180)
class LoadIT {

    @Test
    void users_send_until_the_time_is_up() throws Exception {
        try (StubAggregator server = new StubAggregator()) {
            Program.Result result =
                    Program.run(
                            "load",
                            "--url",
                            server.url(),
                            "--users",
                            "3",
                            "--duration",
                            "500ms",
                            "--batch",
                            "10",
                            "--p95",
                            "30s");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .contains("errors:         0 (0.00 %)\n")
                    .contains("latency:        p50 ", "p90 ", "p95 ", "p99 ", "max ")
                    .contains("threshold kept:   p95 ", "threshold kept:   errors ")
                    .contains("adds up: received what was accepted, each different event once\n");
            assertThat(result.err()).isEmpty();
            assertThat(server.received()).isEqualTo(10 * server.requests());
            assertThat(server.unique()).isBetween(1, server.received());
        }
    }

    @Test
    void a_rate_sends_what_is_due_and_no_more() throws Exception {
        try (StubAggregator server = new StubAggregator()) {
            Program.Result result =
                    Program.run(
                            "load",
                            "--url",
                            server.url(),
                            "--rate",
                            "40",
                            "--duration",
                            "1s",
                            "--p95",
                            "30s",
                            "--errors",
                            "100%");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out()).startsWith("requests:       40 in ");
            assertThat(server.requests()).isBetween(1, 40);
        }
    }

    @Test
    void errors_break_the_threshold_and_are_told_by_kind() throws Exception {
        try (StubAggregator server =
                new StubAggregator(Turn.REFUSED, Turn.BROKEN_BEFORE, Turn.UNAVAILABLE)) {
            Program.Result result =
                    Program.run(
                            "load",
                            "--url",
                            server.url(),
                            "--rate",
                            "20",
                            "--duration",
                            "1s",
                            "--p95",
                            "30s",
                            "--errors",
                            "0.1%");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out())
                    .contains("  1 x HTTP 422\n", "  1 x HTTP 503\n", "  1 x connection broke\n")
                    .contains("threshold kept:   p95 ", "threshold BROKEN: errors ")
                    .contains("check:          adds up");
        }
    }

    @Test
    void a_signal_ends_it_early_with_the_summary() throws Exception {
        try (StubAggregator server = new StubAggregator()) {
            Process load =
                    Program.command(
                                    List.of(),
                                    List.of(
                                            "load",
                                            "--url",
                                            server.url(),
                                            "--p95",
                                            "30s",
                                            "--duration",
                                            "1h"))
                            .start();
            try {
                server.awaitPublish();
                assertThat(new ProcessBuilder("kill", "-TERM", "" + load.pid()).start().waitFor())
                        .isZero();
                String out =
                        new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(load.waitFor()).isZero();
                assertThat(out)
                        .startsWith("requests: ")
                        .contains("threshold kept:   p95 ", "check:          adds up");
            } finally {
                load.destroyForcibly();
            }
        }
    }

    @Test
    void nobody_there_is_said_in_one_line() throws Exception {
        Program.Result result = Program.run("load", "--url", "http://127.0.0.1:1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("chronicle: nobody listens at http://127.0.0.1:1");
    }
}
