package dev.chronicle.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts a program of the tests in a JVM of its own. It is one that starts
 * quickly, but for the long run, where it is as users have it.
 */
final class ProgramCommand {

    private static final List<String> QUICK =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ProgramCommand() {}

    /**
     * Makes it.
     *
     * @param before what stands in front of the command, such as that it runs in a namespace
     */
    static List<String> of(
            List<String> before, Class<?> program, int heapMegabytes, List<String> arguments) {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx%dm".formatted(heapMegabytes));
        if (!Boolean.getBoolean("chronicle.slow")) {
            command.addAll(QUICK);
        }
        command.addAll(
                List.of(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.log.org.jgroups="
                                + System.getProperty("chronicle.jgroups", "warn"),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        program.getName()));
        command.addAll(arguments);
        return command;
    }
}
