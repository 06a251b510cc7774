package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.it.StubAggregator.Turn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

@Timeout(180)
class PublishIT {

    @Test
    void what_is_sent_is_what_the_server_counts() throws Exception {
        try (StubAggregator server = new StubAggregator()) {
            Program.Result result =
                    publish(server, "--count", "1000", "--batch", "300", "--duplicates", "30%");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .contains("1,000 accepted of 1,000 (700 different and 300 duplicates")
                    .contains("failed batches: 0\n")
                    .contains("+1,000 received, +700 unique, +300 duplicates dropped")
                    .contains("adds up: received what was accepted, each different event once\n");
            assertThat(result.err()).isEmpty();
            assertThat(server.requests()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "TOO_MANY", "BROKEN_BEFORE", "BROKEN_AFTER"})
    void a_batch_that_failed_for_the_moment_is_sent_again(Turn turn) throws Exception {
        try (StubAggregator server = new StubAggregator(turn, Turn.WELL, turn)) {
            Program.Result result = publish(server, "--count", "100", "--batch", "10");

            assertThat(result.exitCode()).isZero();
            assertThat(result.out())
                    .contains("100 accepted of 100", "failed batches: 0\n", "retries:        2\n")
                    .contains("check:          adds up");
            assertThat(server.unique()).isEqualTo(70);
            assertThat(server.received()).isEqualTo(turn == Turn.BROKEN_AFTER ? 120 : 100);
        }
    }

    @Test
    void a_batch_that_was_stored_and_sent_again_is_told_apart_from_loss() throws Exception {
        try (StubAggregator server = new StubAggregator(Turn.BROKEN_AFTER)) {
            assertThat(publish(server, "--count", "100", "--batch", "10").out())
                    .contains("adds up: received 10 more than accepted")
                    .contains("attempts that failed may have added up to 10\n");
        }
    }

    @Test
    void a_batch_that_is_refused_is_not_sent_again_and_its_detail_is_shown() throws Exception {
        try (StubAggregator server = new StubAggregator(Turn.REFUSED)) {
            Program.Result result = publish(server, "--count", "100", "--batch", "10");

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.out())
                    .contains("90 accepted of 100", "failed batches: 1\n")
                    .contains("HTTP 422: body.events.0.topic: Field required\n")
                    .contains("check:          adds up: received what was accepted\n");
            assertThat(server.requests()).isEqualTo(10);
        }
    }

    @Test
    void the_same_seed_sends_the_same_events() throws Exception {
        try (StubAggregator server = new StubAggregator()) {
            publish(server, "--count", "100", "--seed", "42");
            String again = publish(server, "--count", "100", "--seed", "42").out();

            assertThat(again)
                    .contains("+100 received, +0 unique, +100 duplicates dropped")
                    .contains("adds up, but 70 of the 70 different events had been there before");
        }
    }

    @Test
    void nobody_there_is_said_in_one_line() throws Exception {
        Program.Result result = Program.run("publish", "--url", "http://127.0.0.1:1");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err())
                .isEqualToIgnoringNewLines("chronicle: nobody listens at http://127.0.0.1:1");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"publish --count 0,--count must", "load --users 0,--users must"})
    void nonsense_is_exit_code_2_and_named(String line, String named) throws Exception {
        Program.Result result = Program.run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("chronicle: " + named).hasLineCount(2);
        assertThat(result.out()).isEmpty();
    }

    private static Program.Result publish(StubAggregator server, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("publish", "--url", server.url()));
        args.addAll(Arrays.asList(more));
        return Program.run(args.toArray(String[]::new));
    }
}
