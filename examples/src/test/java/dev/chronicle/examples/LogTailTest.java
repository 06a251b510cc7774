package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.examples.MisbehavingAggregator.Turn;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class LogTailTest extends LogTailSetting {

    @Test
    void each_line_is_an_event_once_however_often_it_runs() throws Exception {
        write("one\n\n three\r\n");

        assertThat(run().once()).isZero();
        assertThat(run().once()).isZero();
        write("vier \u00e4\n");
        assertThat(run().once()).isZero();

        assertThat(server.messages()).containsExactly("one", "", " three", "vier \u00e4");
        assertThat(server.received()).isEqualTo(4);
    }

    @Test
    void an_event_says_where_its_line_stands() throws Exception {
        write("one\ntwo\n");

        run().once();

        JsonNode event = List.copyOf(server.stored()).getLast();
        assertThat(event.get("event_id").stringValue()).matches("[0-9a-f]{16}-4");
        assertThat(event.get("topic").stringValue()).isEqualTo("app.log");
        assertThat(event.get("source").stringValue()).isEqualTo(log.toString());
        assertThat(event.get("timestamp").stringValue()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(event.get("payload").get("offset").intValue()).isEqualTo(4);
    }

    @Test
    void a_line_waits_for_its_newline() throws Exception {
        write("one\ntw");

        TailRun first = run();
        assertThat(first.once()).isZero();
        assertThat(first.printed()).contains("1 lines sent; at byte 4; 2 bytes behind it wait");
        run().follow(() -> write("o"), () -> write("\nthree"), () -> write("\n"));

        assertThat(server.messages()).containsExactly("one", "two", "three");
    }

    @Test
    void what_grows_is_followed() throws Exception {
        write("one\n");

        run().follow(() -> write("two\n"), () -> {}, () -> write("three\nfour\n"));

        assertThat(server.messages()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void many_lines_are_sent_in_batches() throws Exception {
        List<String> lines = IntStream.range(0, 1234).mapToObj(i -> "line " + i).toList();
        Files.write(log, lines);

        assertThat(run().once()).isZero();

        assertThat(server.messages()).isEqualTo(lines);
    }

    @Test
    void a_line_of_more_than_a_mebibyte_is_sent_in_pieces_between_characters() throws Exception {
        String line = "x" + "\u00e4".repeat(1 << 20);
        write(line + "\nnext\n");

        assertThat(run().once()).isZero();

        assertThat(server.messages()).hasSize(4).endsWith("next");
        assertThat(String.join("", server.messages())).isEqualTo(line + "next");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "DROPPED_BEFORE", "DROPPED_AFTER"})
    void a_failing_server_is_tried_again_and_stores_once(Turn turn) throws Exception {
        write("one\ntwo\n");
        restart(turn, turn, turn);

        TailRun run = run();
        assertThat(run.once()).isZero();

        assertThat(server.messages()).containsExactly("one", "two");
        assertThat(server.received()).isEqualTo(turn == Turn.DROPPED_AFTER ? 8 : 2);
        assertThat(run.pauses().get(0)).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
        assertThat(run.pauses().get(2)).isBetween(Duration.ofMillis(400), Duration.ofMillis(800));
        assertThat(run.printed()).contains("The server is away", "The server is back");
    }

    @Test
    void an_answer_that_comes_too_late_makes_no_second_event() throws Exception {
        write("one\n");
        restart(Turn.LATE);

        assertThat(run().timeout(Duration.ofMillis(300)).once()).isZero();

        assertThat(server.messages()).containsExactly("one");
        assertThat(server.received()).isGreaterThan(1);
    }

    @Test
    void a_server_that_is_away_is_waited_for() throws Exception {
        write("one\n");
        server.goAway();

        run().follow(() -> write("two\n"), () -> {}, server::comeBack, () -> write("three\n"));

        assertThat(server.messages()).containsExactly("one", "two", "three");
        assertThat(server.received()).isEqualTo(3);
    }

    @Test
    void once_gives_up_in_the_end_and_the_next_run_goes_on() throws Exception {
        write("one\n");
        server.goAway();

        TailRun run = run();
        assertThat(run.once()).isEqualTo(1);
        assertThat(run.pauses()).hasSize(9);
        assertThat(run.printed()).contains("Given up after 10 attempts: " + server.url());
        assertThat(state).doesNotExist();

        server.comeBack();
        assertThat(run().once()).isZero();
        assertThat(server.messages()).containsExactly("one");
    }

    @Test
    void what_is_refused_ends_it_and_is_not_skipped() throws Exception {
        write("one\n");
        restart(Turn.REFUSED);

        TailRun run = run();
        assertThat(run.once()).isEqualTo(1);
        assertThat(run.printed()).contains("answered 422 {\"detail\":\"no such topic\"}");
        assertThat(run.pauses()).isEmpty();

        assertThat(run().once()).isZero();
        assertThat(server.messages()).containsExactly("one");
    }

    /** As if it had been killed between the answer and the writing of the state. */
    @Test
    void a_state_that_is_behind_makes_no_second_event() throws Exception {
        write("one\n");
        run().once();
        byte[] behind = Files.readAllBytes(state);
        write("two\nthree\n");
        run().once();

        Files.write(state, behind);
        run().once();
        Files.delete(state);
        run().once();

        assertThat(server.messages()).containsExactly("one", "two", "three");
        assertThat(server.received()).isEqualTo(3 + 2 + 3);
    }

    @Test
    void a_file_or_a_command_line_without_sense_is_refused() throws Exception {
        write("one\n");
        Files.writeString(directory.resolve("other.json"), "{}x");

        assertThat(main(directory.resolve("none").toString())).startsWith("2 There is no file");
        assertThat(main()).startsWith("2 name one file to follow. usage: LogTail");
        assertThat(main(log.toString(), "--what")).startsWith("2 there is no --what. usage");
        assertThat(main(log.toString(), "--url")).startsWith("2 --url needs a value. usage");
        assertThat(main(log.toString(), "--url", "x")).startsWith("2 --url must be an http URL");
        assertThat(main(log.toString(), "--state", directory.resolve("other.json").toString()))
                .startsWith("2 Not a state that can be read");
        run().once();
        assertThat(main(directory.resolve("b").toString(), "--state", state.toString()))
                .startsWith("2 The state " + state + " is that of " + log);
        assertThat(main("--help")).startsWith("0 usage: LogTail").contains("--once");
    }

    private String main(String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogTail.Surroundings surroundings =
                new LogTail.Surroundings(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        _ -> {},
                        InstantSource.system(),
                        new Random(42),
                        Duration.ofSeconds(60));
        int code = new LogTail(surroundings).run(args);
        return code + " " + bytes.toString(StandardCharsets.UTF_8);
    }
}
