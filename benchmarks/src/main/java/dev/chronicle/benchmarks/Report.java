package dev.chronicle.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Prints what was measured, on what machine and how, as plain text or Markdown. */
final class Report {

    private final boolean markdown;

    Report(String title, Options options, Machine machine) throws IOException {
        markdown = options.markdown();
        System.out.println(markdown ? "### " + title + "\n" : title + "\n");
        fact("machine", machine.hardware());
        fact("software", machine.software());
        fact("file system", machine.fileSystem());
        fact("date", machine.date());
        fact("parameters", markdown ? "`" + options.asTyped() + "`" : options.asTyped());
    }

    /** One line beside the tables. */
    void fact(String name, String value) {
        System.out.println(markdown ? "- %s: %s".formatted(name, value) : name + ": " + value);
    }

    /** Says on standard error how far it got. */
    static void progress(String text) {
        System.err.println("... " + text);
    }

    void table(Table table) {
        System.out.println();
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.header());
        lines.addAll(table.rows());
        int[] widths = new int[table.header().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            print(lines.get(i), widths);
            if (i == 0) {
                rule(widths);
            }
        }
        System.out.println();
    }

    private void print(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder(markdown ? "|" : "");
        for (int i = 0; i < widths.length; i++) {
            String format = (i == 0 ? "%-" : "%") + widths[i] + "s";
            line.append(markdown ? " " : "").append(format.formatted(cells.get(i)));
            line.append(markdown ? " |" : "  ");
        }
        System.out.println(line.toString().stripTrailing());
    }

    private void rule(int[] widths) {
        StringBuilder line = new StringBuilder(markdown ? "|" : "");
        for (int i = 0; i < widths.length; i++) {
            String dashes = "-".repeat(widths[i] - 1);
            if (markdown) {
                line.append(i == 0 ? " :" + dashes : " " + dashes + ":").append(" |");
            } else {
                line.append("-").append(dashes).append("  ");
            }
        }
        System.out.println(line.toString().stripTrailing());
    }

    /** Rows under a header. */
    static final class Table {

        private final List<String> header;
        private final List<List<String>> rows = new ArrayList<>();

        Table(String... header) {
            this.header = List.of(header);
        }

        void row(String... cells) {
            if (cells.length != header.size()) {
                throw new IllegalArgumentException("a row has as many cells as the header");
            }
            rows.add(List.of(cells));
        }

        List<String> header() {
            return header;
        }

        List<List<String>> rows() {
            return rows;
        }
    }
}
