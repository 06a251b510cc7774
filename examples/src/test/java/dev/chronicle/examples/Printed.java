package dev.chronicle.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What an example prints. For one test at a time: there is one standard output. */
public final class Printed {

    private Printed() {}

    /** The main method of an example. */
    @FunctionalInterface
    public interface Example {
        void main(String[] args) throws Exception;
    }

    /** Runs it on this directory. */
    public static synchronized String by(Example example, Path directory) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            example.main(new String[] {directory.toString()});
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
