package dev.chronicle.server.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: the JSON parser lets overlong forms and encoded surrogates pass. */
public final class Utf8 {

    private Utf8() {}

    /** Where the bytes stop being UTF-8, or -1 if they are UTF-8 to the end. */
    public static int firstInvalid(byte[] bytes, int length) {
        int ascii = 0;
        while (ascii < length && bytes[ascii] >= 0) {
            ascii++;
        }
        return ascii == length ? -1 : decode(bytes, ascii, length);
    }

    private static int decode(byte[] bytes, int from, int length) {
        ByteBuffer input = ByteBuffer.wrap(bytes, from, length - from);
        CharBuffer discarded = CharBuffer.allocate(Math.min(4096, length - from + 1));
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        while (true) {
            CoderResult result = decoder.decode(input, discarded, true);
            if (result.isError()) {
                return input.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            discarded.clear();
        }
    }

    /** Whether every surrogate has its partner, so that the text has a form in UTF-8. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }
}
