package dev.chronicle.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** How figures are written, and the median. */
final class Figures {

    private Figures() {}

    /** With separators, and decimals only where they say something: 1,234,567 and 12.3 and 0.12. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    static String micros(double nanos) {
        return of(nanos / 1e3);
    }

    static String mebibytes(double bytes) {
        return of(bytes / (1 << 20));
    }

    /** Not a number, if there are none. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
