package dev.chronicle.event;

/** Checks on text that must survive UTF-8 unchanged. */
final class Text {

    private Text() {}

    /**
     * Refuses text with a surrogate that has no partner: UTF-8 cannot carry it, and two different
     * ids would become the same bytes.
     */
    static void requireWellFormed(String text, String what) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < text.length()
                            && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                throw new IllegalArgumentException(
                        what + " is not well-formed Unicode: unpaired surrogate at index=" + i);
            }
            i++;
        }
    }
}
