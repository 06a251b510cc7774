package dev.chronicle.server.http;

/** Makes text of clients fit for a log line: it can neither forge a line nor fill the disk. */
public final class LogText {

    private static final int MAX = 100;

    private LogText() {}

    /** The text, cut after 100 characters, with whatever cannot be printed written as an escape. */
    public static String printable(String text) {
        return printable(text, MAX);
    }

    public static String printable(String text, int max) {
        if (text.length() <= max && text.chars().allMatch(LogText::isPlain)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(max).forEach(c -> append(line, c));
        if (text.codePointCount(0, text.length()) > max) {
            line.append('…');
        }
        return line.toString();
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f;
    }

    private static void append(StringBuilder line, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED ->
                    line.append("\\u{").append(Integer.toHexString(c)).append('}');
            default -> line.appendCodePoint(c);
        }
    }
}
