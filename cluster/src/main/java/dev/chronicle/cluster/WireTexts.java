package dev.chronicle.cluster;

import java.util.HashMap;
import java.util.Map;

/** Pairs of texts in a message: their number, then each. */
final class WireTexts {

    private WireTexts() {}

    static WireWriter write(WireWriter out, Map<String, String> texts) {
        out.i32(texts.size());
        texts.forEach((key, value) -> out.text(key).text(value));
        return out;
    }

    static Map<String, String> read(WireReader in) {
        int count = in.count();
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            texts.put(in.text(), in.text());
        }
        return texts;
    }
}
