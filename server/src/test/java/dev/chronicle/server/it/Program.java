package dev.chronicle.server.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as it is shipped: one jar. */
final class Program {

    private static final Path JAR = Path.of("target", "chronicle.jar").toAbsolutePath();

    /** What a run of it came to. */
    record Result(int exitCode, String out, String err) {}

    private Program() {}

    static ProcessBuilder command(List<String> javaOptions, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHRONICLE_"));
        return builder;
    }

    /** Runs it to its end. */
    static Result run(String... args) throws IOException, InterruptedException {
        Path err = Files.createTempFile("chronicle", ".err");
        Process process =
                command(List.of("-XX:TieredStopAtLevel=1"), List.of(args))
                        .redirectError(err.toFile())
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String errors = Files.readString(err);
        Files.delete(err);
        return new Result(exitCode, out, errors);
    }
}
