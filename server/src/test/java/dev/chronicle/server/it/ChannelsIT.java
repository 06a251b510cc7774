package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@Timeout(180)
class ChannelsIT {

    private static final String SECRET = "a secret that no log may show";

    @TempDir Path directory;

    @Test
    void the_commands_publish_sign_and_listen() throws Exception {
        Path secrets = Files.writeString(directory.resolve("secrets"), SECRET + "\n");
        try (ServerProcess server =
                ServerProcess.start(
                        directory.resolve("data"), "--hmac-secret-file", secrets.toString())) {
            Process listener =
                    Program.command(
                                    List.of(),
                                    List.of(
                                            "channel",
                                            "subscribe",
                                            "alerts",
                                            "disk.*",
                                            "--url",
                                            server.url(),
                                            "--count",
                                            "2"))
                            .start();
            try (BufferedReader lines = listener.inputReader()) {
                Program.Result unsigned = publish(server, "{\"disk\":\"sda\"}");
                Program.Result published =
                        publish(
                                server,
                                "{\"disk\":\"sda\"}",
                                "--hmac-secret-file",
                                secrets.toString());
                Program.Result signed =
                        Program.run(
                                "channel",
                                "sign",
                                "alerts",
                                "disk.full",
                                "{\"disk\":\"sdb\"}",
                                "--hmac-secret-file",
                                secrets.toString());
                Program.Result second = publish(server, signed.out());

                assertThat(unsigned.exitCode()).isEqualTo(1);
                assertThat(unsigned.out()).contains("signature_required");
                assertThat(published.out()).startsWith("{\"status\":\"accepted\"");
                assertThat(signed.out()).contains("\"signature\":\"", "\"signed_at\":");
                assertThat(second.exitCode()).isZero();
                assertThat(lines.readLine()).contains("\"message\":{\"disk\":\"sda\"}");
                assertThat(lines.readLine()).contains("\"message\":{\"disk\":\"sdb\"}");
                assertThat(listener.waitFor()).isZero();
            } finally {
                listener.destroyForcibly();
            }
            assertThat(server.lines()).noneMatch(line -> line.contains(SECRET));
        }
    }

    private static Program.Result publish(ServerProcess server, String json, String... more)
            throws Exception {
        List<String> args =
                new ArrayList<>(List.of("channel", "publish", "alerts", "disk.full", json));
        args.addAll(List.of("--url", server.url()));
        args.addAll(List.of(more));
        return Program.run(args.toArray(String[]::new));
    }

    @Test
    void a_secret_that_makes_no_sense_is_named_but_not_told() throws Exception {
        Path secrets = Files.writeString(directory.resolve("secrets"), "2short\n");
        Program.Result serve = Program.run("serve", "--hmac-secret-file", secrets.toString());
        Program.Result missing = Program.run("serve", "--hmac-secret-file", "/no/such/file");
        Program.Result sign = Program.run("channel", "sign", "alerts", "t", "{}");

        assertThat(serve.exitCode()).isEqualTo(2);
        assertThat(serve.err())
                .contains("--hmac-secret-file", "at least 8 bytes")
                .doesNotContain("2short");
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("--hmac-secret-file cannot be read");
        assertThat(sign.exitCode()).isEqualTo(2);
        assertThat(sign.err()).contains("--hmac-secret-file or CHRONICLE_HMAC_SECRET");
    }
}
