package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Command lines that make no sense; a few of them are given to the program in {@code it}, too. */
class MisuseTest {

    @ParameterizedTest
    @CsvSource({
        "serve --port x,--port must",
        "serve --what,Unknown option: '--what'",
        "flood x,Invalid value for positional parameter at index 0 (<number>)",
        "flood 0,<number> must",
        "health --url ftp://x,--url must",
        "publish --batch x,--batch must",
        "publish --duplicates 1,--duplicates must",
        "publish --connections 0,--connections must",
        "publish --topics a;;b,--topics must",
        "publish --seed x,--seed must",
        "publish --url ftp://x,--url must",
        "load --duration 60,--duration must",
        "load --rate 10 --pause 1s,--pause must",
        "load --rate 0,--rate must",
        "load --p95 fast,--p95 must",
        "load --errors 101%,--errors must"
    })
    void nonsense_is_exit_code_2_and_named(String line, String named) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program =
                Main.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));

        assertThat(program.execute(line.replace(';', ',').split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("chronicle: " + named).hasLineCount(2);
        assertThat(out.toString()).isEmpty();
    }
}
