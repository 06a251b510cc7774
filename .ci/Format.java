import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats every Java file of the repository, imports included, or checks that it is formatted. The
 * build runs it as {@code java -cp google-java-format.jar .ci/Format.java check|apply|skip}. It is
 * not a Maven plugin because those parse with the JDK that runs Maven, which may be older than our
 * sources.
 */
class Format {
    private static final String HOW = "not formatted; mvn -q -N verify -Dformat=apply repairs it";

    public static void main(String[] args) throws IOException {
        var options =
                switch (args[0]) {
                    case "check" -> List.of("--aosp", "--dry-run", "--set-exit-if-changed");
                    case "apply" -> List.of("--aosp", "--replace");
                    case "skip" -> List.<String>of();
                    default ->
                            throw new IllegalArgumentException(
                                    "-Dformat is check, apply or skip, not " + args[0]);
                };
        var files = new ArrayList<String>();
        try (var modules = Files.newDirectoryStream(Path.of(""))) {
            for (Path module : modules) files.addAll(javaFiles(module.resolve("src")));
        }
        if (options.isEmpty() || files.isEmpty()) return;
        var command = new ArrayList<>(options);
        command.addAll(files);
        int result =
                new GoogleJavaFormatToolProvider()
                        .run(System.out, System.err, command.toArray(String[]::new));
        if (result != 0 && args[0].equals("check")) System.err.println("The files above: " + HOW);
        System.exit(result);
    }

    private static List<String> javaFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
        }
    }
}
