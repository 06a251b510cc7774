package dev.chronicle.store.segment;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process that runs a main class on the class path of this one, in a JVM that starts
 * quickly, but for the long run, where it is as users have it.
 */
public final class ChildProcess implements AutoCloseable {

    private static final List<String> QUICK =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Process process;
    private final BufferedReader output;
    private final Path errors;

    private ChildProcess(Process process, Path errors) {
        this.process = process;
        this.output = process.inputReader();
        this.errors = errors;
    }

    /**
     * Starts it.
     *
     * @param errors the file for what it writes to its standard error
     */
    public static ChildProcess start(Path errors, Class<?> main, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        if (!Boolean.getBoolean("chronicle.slow")) {
            command.addAll(QUICK);
        }
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new ChildProcess(process, errors);
    }

    /** Surefire and failsafe may start this process with a class path that is in a jar. */
    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** The next line of its output. */
    public String line() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the process ended: " + Files.readString(errors));
        }
        return line;
    }

    /** Kills it at once (SIGKILL), and returns what it had written and nobody had read. */
    public List<String> kill() throws InterruptedException {
        // Process.destroyForcibly would close the pipe as well.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return output.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
