package dev.chronicle.server.aggregator;

/** ASCII digits in text. */
final class Digits {

    private static final int NANO_DIGITS = 9;

    private Digits() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Where the digits end that begin at {@code from}; there, if none do. */
    static int end(char[] text, int from, int to) {
        int at = from;
        while (at < to && isDigit(text[at])) {
            at++;
        }
        return at;
    }

    /** The digits of a fraction in billionths; what is below one is cut off. */
    static int billionths(char[] text, int from, int to) {
        int nanos = 0;
        for (int i = from; i < from + NANO_DIGITS; i++) {
            nanos = 10 * nanos + (i < to ? text[i] - '0' : 0);
        }
        return nanos;
    }
}
