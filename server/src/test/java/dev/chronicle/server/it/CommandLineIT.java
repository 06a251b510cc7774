package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;

@Timeout(180)
class CommandLineIT {

    @TempDir Path directory;

    @Test
    void the_clients_talk_to_a_server() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Program.Result health = Program.run("health", "--url", server.url());
            Program.Result ingest = Program.run("ingest", "--url", server.url() + "/");
            Program.Result flood = Program.run("flood", "50", "--url", server.url());
            Program.Result list = Program.run("list-events", "--url", server.url());

            assertThat(health.exitCode()).isZero();
            assertThat(health.out()).startsWith("{\"status\":\"healthy\"");
            assertThat(ingest.exitCode()).isZero();
            assertThat(ingest.out()).startsWith("{\"status\":\"accepted\"");
            assertThat(flood.exitCode()).isZero();
            assertThat(flood.out()).startsWith("50 of 50 accepted in ");
            assertThat(list.exitCode()).isZero();
            assertThat(Client.JSON.readTree(list.out()).size()).isEqualTo(51);
        }
    }

    @Test
    void nobody_there_is_exit_code_1() throws Exception {
        Program.Result health = Program.run("health", "--url", "http://127.0.0.1:1");
        Program.Result flood = Program.run("flood", "3", "--url", "http://127.0.0.1:1");

        assertThat(health.exitCode()).isEqualTo(1);
        assertThat(health.err())
                .isEqualToIgnoringNewLines("chronicle: nobody listens at http://127.0.0.1:1");
        assertThat(flood.exitCode()).isEqualTo(1);
        assertThat(flood.out()).startsWith("0 of 3 accepted");
    }

    @Test
    void help_and_version_are_there() throws Exception {
        Program.Result version = Program.run("--version");
        Program.Result help = Program.run("--help");
        Program.Result serve = Program.run("serve", "--help");

        assertThat(version.out()).matches("Chronicle \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(help.out())
                .contains("serve", "verify", "health", "ingest", "flood", "list-events", "copy");
        assertThat(serve.out()).contains("--host", "--port", "--data", "--consumers");
        assertThat(version.exitCode() + help.exitCode() + serve.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "serve --port 65536,--port",
        "serve --consumers 0,--consumers",
        "nonsense,nonsense"
    })
    void nonsense_is_exit_code_2_and_named(String line, String named) throws Exception {
        Program.Result result = Program.run(line.split(" "));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).startsWith("chronicle: ").contains(named).hasLineCount(2);
        assertThat(result.out()).isEmpty();
    }
}
