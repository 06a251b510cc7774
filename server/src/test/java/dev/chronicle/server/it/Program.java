package dev.chronicle.server.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The program as it is shipped: one jar. It is started so often here that the time to start counts:
 * its classes come from an archive, and, but for the long run, its JVM is one that starts quickly.
 */
public final class Program {

    private static final Path JAR = Path.of("target", "chronicle.jar").toAbsolutePath();

    static final List<String> QUICK = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Settings of seed 1, which have no prefix. */
    private static final Set<String> SETTINGS =
            Set.of(
                    "WORKER_COUNT",
                    "DATABASE_URL",
                    "REDIS_URL",
                    "AGGREGATOR_URL",
                    "EVENT_COUNT",
                    "DUPLICATE_RATIO",
                    "BATCH_SIZE");

    /** What a run of it came to. */
    public record Result(int exitCode, String out, String err) {}

    private Program() {}

    static ProcessBuilder command(List<String> javaOptions, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (!Boolean.getBoolean("chronicle.slow")) {
            command.addAll(QUICK);
        }
        command.add("-XX:SharedArchiveFile=" + ClassArchive.FILE);
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(
                        name ->
                                name.startsWith("CHRONICLE_")
                                        || name.startsWith("OTEL_")
                                        || SETTINGS.contains(name));
        return builder;
    }

    /** Runs it to its end, which must come within a minute. */
    public static Result run(String... args) throws IOException, InterruptedException {
        Path out = Files.createTempFile("chronicle", ".out");
        Path err = Files.createTempFile("chronicle", ".err");
        Process process =
                command(List.of(), List.of(args))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs: " + Files.readString(out));
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
            Files.delete(out);
            Files.delete(err);
        }
    }
}
