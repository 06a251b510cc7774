package dev.chronicle.server.it;

import static dev.chronicle.server.it.Client.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

@Timeout(180)
class StopIT {

    @TempDir Path directory;

    @Test
    void a_signal_ends_it_in_order_and_with_success() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            new Client(server).accept(event("a", "a", "t", "1"));
            server.terminate();

            assertThat(server.awaitExit()).isZero();
            assertThat(String.join("\n", server.lines()))
                    .containsSubsequence(
                            "SIGTERM received",
                            "no more connections",
                            "Draining the channel",
                            "Closing the store",
                            "Stopped");
        }
    }

    @Test
    void every_request_under_load_is_answered_or_refused() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Client client = new Client(server);
            CountDownLatch some = new CountDownLatch(200);
            Thread[] writers = new Thread[16];
            for (int i = 0; i < writers.length; i++) {
                writers[i] = Thread.startVirtualThread(() -> writeUntilRefused(client, some));
            }
            some.await();
            server.terminate();

            assertThat(server.awaitExit()).isZero();
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(server.lines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    private static void writeUntilRefused(Client client, CountDownLatch accepted) {
        try {
            while (client.post(event("load", "a", "t", "1")).statusCode() == 202) {
                accepted.countDown();
            }
        } catch (IOException e) {
            // the connection was closed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_second_signal_ends_it_at_once() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory);
                Socket slow = new Socket("127.0.0.1", server.port())) {
            slow.getOutputStream()
                    .write(
                            "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"
                                    .getBytes(StandardCharsets.US_ASCII));
            new Client(server).get("/health");
            server.terminate();
            server.awaitLine("no more connections");
            server.terminate();

            assertThat(server.awaitExit()).isEqualTo(143);
        }
    }

    @Test
    void a_port_that_is_taken_is_one_line_and_exit_code_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program.Result result =
                    Program.run(
                            "serve",
                            "--data",
                            directory.toString(),
                            "--port",
                            "" + taken.getLocalPort());
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.err())
                    .startsWith("chronicle: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void a_directory_that_cannot_be_made_is_one_line_and_exit_code_1() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Program.Result result =
                Program.run("serve", "--port", "0", "--data", file.resolve("data").toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).startsWith("chronicle: ").contains("file").hasLineCount(1);
    }
}
