package dev.chronicle.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The command line of a benchmark: {@code --name value}; numbers may end in k or M. */
final class Options {

    private final String purpose;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private boolean markdown;

    /**
     * @param purpose what the benchmark measures, for {@code --help}
     */
    Options(String purpose) {
        this.purpose = purpose;
    }

    /** Adds an option with its default. */
    Options with(String name, String value, String text) {
        values.put(name, value);
        texts.put(name, text);
        return this;
    }

    /** Reads the arguments; {@code --help}, or an option that is not known, ends the program. */
    Options parse(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith("--") ? args[i].substring(2) : "";
            if (name.equals("help")) {
                System.out.println(help());
                System.exit(0);
            } else if (name.equals("markdown")) {
                markdown = true;
            } else if (values.containsKey(name) && i + 1 < args.length) {
                values.put(name, args[++i]);
            } else {
                System.err.println("unknown or incomplete option: " + args[i]);
                System.err.println(help());
                System.exit(2);
            }
        }
        return this;
    }

    private String help() {
        StringBuilder help = new StringBuilder(purpose).append("\n\nOptions (default):\n");
        texts.forEach(
                (name, text) ->
                        help.append("  --%-16s %s (%s)%n".formatted(name, text, values.get(name))));
        help.append("  --%-16s %s%n".formatted("markdown", "print tables as Markdown"));
        return help.toString();
    }

    boolean markdown() {
        return markdown;
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no such option: " + name);
        }
        return value;
    }

    long number(String name) {
        return number(name, text(name));
    }

    int count(String name) {
        return Math.toIntExact(number(name));
    }

    double seconds(String name) {
        return Double.parseDouble(text(name));
    }

    List<String> texts(String name) {
        return Stream.of(text(name).split(",", -1)).map(String::strip).toList();
    }

    List<Long> numbers(String name) {
        return texts(name).stream().map(text -> number(name, text)).toList();
    }

    Path path(String name) {
        return Path.of(text(name)).toAbsolutePath().normalize();
    }

    /** All options as they would be typed. */
    String asTyped() {
        StringBuilder typed = new StringBuilder();
        values.forEach((name, value) -> typed.append("--%s %s ".formatted(name, value)));
        return typed.toString().strip();
    }

    private static long number(String name, String text) {
        String digits = text.replace("_", "").toLowerCase(Locale.ROOT);
        long unit = digits.endsWith("k") ? 1_000 : digits.endsWith("m") ? 1_000_000 : 1;
        try {
            return unit * Long.parseLong(unit == 1 ? digits : digits.replaceAll(".$", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a number: " + text, e);
        }
    }
}
