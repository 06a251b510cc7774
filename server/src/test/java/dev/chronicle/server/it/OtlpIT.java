package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.OtlpReceiver;

import io.opentelemetry.proto.trace.v1.Span;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The program as it is shipped, with the SDK and the exporter in its one jar. */
@Timeout(120)
class OtlpIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @TempDir private Path directory;

    @Test
    void the_program_exports_what_its_environment_asks_for() throws Exception {
        try (OtlpReceiver receiver = new OtlpReceiver();
                ServerProcess server = ServerProcess.with(receiver.environment(), directory)) {
            int status =
                    new Client(server)
                            .post(
                                    Client.event("a", "b", "c", "d"),
                                    "traceparent",
                                    "00-" + TRACE + "-00f067aa0ba902b7-01")
                            .statusCode();
            List<Span> spans = receiver.awaitTrace(TRACE, 4);
            server.terminate();

            assertThat(status).isEqualTo(202);
            assertThat(spans)
                    .extracting(Span::getName)
                    .containsExactlyInAnyOrder(
                            "POST /events", "send audit", "process audit", "append");
            assertThat(
                            receiver.awaitMetric("chronicle_store_position", _ -> true)
                                    .getGauge()
                                    .getDataPointsCount())
                    .isEqualTo(1);
            server.awaitExit();
            assertThat(server.lines()).noneMatch(line -> line.contains("ERROR"));
        }
    }

    @Test
    void a_variable_that_makes_no_sense_ends_the_start() throws Exception {
        ProcessBuilder command =
                Program.command(
                        List.of(), List.of("serve", "--port", "0", "--data", directory.toString()));
        Map<String, String> variables = new HashMap<>();
        variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318");
        variables.put("OTEL_BSP_SCHEDULE_DELAY", "soon");
        command.environment().putAll(variables);
        Process process = command.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(said)
                .startsWith("chronicle: cannot export telemetry: ")
                .contains("OTEL_BSP_SCHEDULE_DELAY=soon")
                .hasLineCount(2);
    }
}
