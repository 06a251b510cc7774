package dev.chronicle.examples;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines in a row of a file that is followed.
 *
 * @param lines may be none
 * @param length of them together, in bytes and with their ends
 */
record TailedLines(List<Line> lines, int length) {

    /** A file is read in pieces of this many bytes; a longer line is cut into lines. */
    static final int MOST_BYTES = 1 << 20;

    private static final int MOST_LINES = 500;

    /**
     * One line, without its end.
     *
     * @param offset of its first byte in the file
     */
    record Line(long offset, String text) {}

    /** What is done with a last line that has no end yet. */
    enum Unfinished {
        WAITS,
        IS_TAKEN
    }

    /**
     * Finds the lines in a piece of a file.
     *
     * @param bytes at most {@link #MOST_BYTES} count
     * @param start where in them the first line starts
     * @param offset of that place in the file
     */
    static TailedLines split(byte[] bytes, int start, long offset, Unfinished unfinished) {
        List<Line> lines = new ArrayList<>();
        int lineStart = start;
        for (int i = start; i < bytes.length && lines.size() < MOST_LINES; i++) {
            if (bytes[i] == '\n') {
                lines.add(line(bytes, start, lineStart, i, offset));
                lineStart = i + 1;
            }
        }
        int left = bytes.length - start;
        if (lines.isEmpty() && left > 0) {
            int end = left >= MOST_BYTES ? endOfCharacter(bytes) : bytes.length;
            if (left >= MOST_BYTES || unfinished == Unfinished.IS_TAKEN) {
                lines.add(line(bytes, start, start, end, offset));
                lineStart = end;
            }
        }
        return new TailedLines(List.copyOf(lines), lineStart - start);
    }

    private static Line line(byte[] bytes, int start, int lineStart, int end, long offset) {
        int length = end - lineStart;
        if (length > 0 && bytes[end - 1] == '\r') {
            length--;
        }
        String text = new String(bytes, lineStart, length, StandardCharsets.UTF_8);
        return new Line(offset + lineStart - start, text);
    }

    /** Where to cut so that no character of UTF-8, of at most four bytes, is cut in two. */
    private static int endOfCharacter(byte[] bytes) {
        int end = bytes.length;
        for (int back = 1; back <= 4; back++) {
            int top = bytes[bytes.length - back] & 0xC0;
            if (top == 0xC0) {
                return bytes.length - back;
            }
            if (top != 0x80) {
                return end;
            }
        }
        return end;
    }
}
