package dev.chronicle.server.it;

import static dev.chronicle.server.it.Client.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** What was acknowledged is there after the process is gone, however it went. */
@Timeout(300)
class CrashIT {

    private static final int WRITERS = 32;
    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 20 : 2;

    @TempDir Path directory;

    private final Set<String> ledger = ConcurrentHashMap.newKeySet();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everything_acknowledged_is_there_once_after_every_restart(boolean kill) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            try (ServerProcess server = ServerProcess.start(directory)) {
                Client client = new Client(server);
                assertThat(listed(client)).containsAll(ledger);
                Thread[] writers = write(client, round);
                if (kill) {
                    server.kill();
                } else {
                    server.terminate();
                    assertThat(server.awaitExit()).isZero();
                }
                for (Thread writer : writers) {
                    writer.join();
                }
            }
            Program.Result verified = Program.run("verify", directory.toString());
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        }
        try (ServerProcess server = ServerProcess.start(directory)) {
            Client client = new Client(server);
            assertThat(listed(client)).containsAll(ledger);
            String repeated = ledger.iterator().next();
            int before = client.ids("").size();
            client.accept(event("again", "a", "t", "1"), "Idempotency-Key", repeated);
            assertThat(client.ids("")).hasSize(before);
        }
    }

    private static Set<String> listed(Client client) throws Exception {
        List<String> ids = client.ids("");
        Set<String> distinct = new HashSet<>(ids);
        assertThat(distinct).as("each once").hasSameSizeAs(ids);
        return distinct;
    }

    /**
     * Writers that go on until the server is gone; returns when it has acknowledged a few hundred.
     */
    private Thread[] write(Client client, int round) throws InterruptedException {
        CountDownLatch some = new CountDownLatch(300);
        Thread[] writers = new Thread[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            String actor = "writer-" + round + "-" + i;
            writers[i] =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    while (true) {
                                        ledger.add(client.accept(event(actor, "a", "t", "1")));
                                        some.countDown();
                                    }
                                } catch (IOException | IllegalStateException e) {
                                    // the server is gone, or says that it goes
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }
        some.await();
        return writers;
    }

    @Test
    void one_directory_serves_one_process() throws Exception {
        try (ServerProcess server = ServerProcess.start(directory)) {
            Program.Result second =
                    Program.run("serve", "--port", "0", "--data", directory.toString());
            Program.Result verify = Program.run("verify", directory.toString());

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.err())
                    .startsWith("chronicle: another process has the data directory open")
                    .hasLineCount(1);
            assertThat(verify.exitCode()).isEqualTo(1);
            assertThat(verify.err()).startsWith("chronicle: a server has the log open");
            assertThat(new Client(server).get("/health").statusCode()).isEqualTo(200);
        }
    }
}
