package dev.chronicle.server.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program's classes as the JVM likes to find them, written when a server stops; made once. */
final class ClassArchive {

    static final Path FILE = make();

    private ClassArchive() {}

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "classes");
            Path file = folder.resolve("chronicle.jsa");
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(Program.QUICK);
            command.addAll(
                    List.of(
                            "-XX:ArchiveClassesAtExit=" + file,
                            "-jar",
                            Path.of("target", "chronicle.jar").toString(),
                            "serve",
                            "--port",
                            "0",
                            "--data",
                            folder.resolve("data").toString()));
            Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var output = server.inputReader()) {
                String line = output.readLine();
                while (line != null && !line.contains("listens on")) {
                    line = output.readLine();
                }
                server.toHandle().destroy(); // Process.destroy would close the output
                output.transferTo(Writer.nullWriter());
            }
            if (!server.waitFor(60, TimeUnit.SECONDS) || !Files.exists(file)) {
                throw new IllegalStateException("no archive of classes was written");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
