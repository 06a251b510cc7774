package dev.chronicle.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** A log moves from a directory to PostgreSQL and back. */
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
    void a_log_that_was_moved_is_the_same_again_and_again() throws Exception {
        Path data = directory.resolve("data");
        Path back = directory.resolve("back");
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
                            List.of(database, back.toString()),
                            List.of(data.toString(), database));
            for (List<String> move : moves) {
                Program.Result copied = copy(move.getFirst(), move.getLast());
                assertThat(copied.exitCode()).as(copied.err()).isZero();
                assertThat(copied.out()).contains("has the 200 events of").doesNotContain("secret");
            }
            assertThat(listed(List.of("--database", database))).isEqualTo(before);
        }
        Program.Result verified = Program.run("verify", back.toString());
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    @Test
    void what_is_not_there_is_not_made() throws Exception {
        Path missing = directory.resolve("missing");
        Program.Result unreachable =
                copy("postgresql://me:secret@127.0.0.1:1/log", missing.toString());
        assertThat(unreachable.exitCode()).isEqualTo(1);
        assertThat(unreachable.err()).doesNotContain("secret").hasLineCount(1);
        Program.Result nothing = copy(missing.toString(), directory.toString());
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.err()).startsWith("chronicle: there is no log in ");
        assertThat(missing).doesNotExist();
    }
}
