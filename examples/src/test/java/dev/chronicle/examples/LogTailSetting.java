package dev.chronicle.examples;

import dev.chronicle.examples.MisbehavingAggregator.Turn;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log file, a place for the state, and a server, new for each test. */
@Timeout(120)
abstract class LogTailSetting {

    @TempDir Path directory;

    Path log;
    Path state;
    MisbehavingAggregator server;

    @BeforeEach
    void start() throws IOException {
        log = directory.resolve("app.log");
        state = directory.resolve("app.log.tail.json");
        server = new MisbehavingAggregator();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    TailRun run() {
        return new TailRun(log, state, server.url());
    }

    void restart(Turn... turns) throws IOException {
        server.close();
        server = new MisbehavingAggregator(turns);
    }

    void write(String text) throws IOException {
        append(log, text);
    }

    void rotate(String name) throws IOException {
        Files.move(log, directory.resolve(name));
    }

    static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
