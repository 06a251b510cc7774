package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A log moves from a directory to PostgreSQL, from there to SQLite, and back. */
@Timeout(180)
class CopyIT {

    @TempDir Path directory;

    private static Program.Result copy(String from, String to) throws Exception {
        return Program.run("copy", "--from", from, "--to", to);
    }

    private String listed(List<String> flags) throws Exception {
        try (ServerProcess server = ServerProcess.with(flags)) {
            return new Client(server).get("/events").body();
        }
    }

    @Test
    void a_log_that_went_through_every_store_is_the_same() throws Exception {
        Path data = directory.resolve("data");
        Path back = directory.resolve("back");
        String sqlite = "sqlite:" + directory.resolve("log.db");
        String before;
        try (ServerProcess server = ServerProcess.with(List.of("--data", data.toString()))) {
            Client client = new Client(server);
            for (int i = 0; i < 200; i++) {
                client.accept(Client.event("actor", "create", "thing", "ü" + i));
            }
            before = client.get("/events").body();
        }
        try (RealPostgres postgres = new RealPostgres(directory)) {
            String database = postgres.create("log");
            List<List<String>> moves =
                    List.of(
                            List.of(data.toString(), database),
                            List.of(database, sqlite),
                            List.of(sqlite, back.toString()));
            for (List<String> move : moves) {
                Program.Result copied = copy(move.getFirst(), move.getLast());
                assertThat(copied.exitCode()).as(copied.err()).isZero();
                assertThat(copied.out()).contains("has the 200 events of").doesNotContain("secret");
            }
            assertThat(copy(data.toString(), database).exitCode()).isZero();
            assertThat(listed(List.of("--database", database))).isEqualTo(before);
        }
        assertThat(listed(List.of("--database", sqlite))).isEqualTo(before);
        assertThat(listed(List.of("--data", back.toString()))).isEqualTo(before);
        Program.Result verified = Program.run("verify", back.toString());
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    @Test
    void what_is_not_there_or_belongs_to_another_log_is_refused() throws Exception {
        Path one = directory.resolve("one");
        Path two = directory.resolve("two");
        for (Path data : List.of(one, two)) {
            try (ServerProcess server = ServerProcess.with(List.of("--data", data.toString()))) {
                new Client(server).accept(Client.event("actor", "create", "thing", "" + data));
            }
        }
        Program.Result foreign = copy(one.toString(), two.toString());
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).startsWith("chronicle: the target has events of another log");

        Path missing = directory.resolve("missing");
        assertThat(copy(missing.toString(), two.toString()).exitCode()).isEqualTo(1);
        assertThat(missing).doesNotExist();
        assertThat(copy(one.toString(), one.toString()).exitCode()).isEqualTo(2);
        Program.Result unreachable =
                copy("postgresql://me:secret@127.0.0.1:1/log", missing.toString());
        assertThat(unreachable.exitCode()).isEqualTo(1);
        assertThat(unreachable.err()).doesNotContain("secret").hasLineCount(1);
        assertThat(Files.exists(missing)).isFalse();
    }
}
