package dev.chronicle.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * Reads an answer of server-sent events: the fields {@code id} and {@code data}, as <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML</a> defines them. One
 * thread reads it.
 */
final class EventSource {

    private final BufferedReader lines;
    private String lastId;

    /**
     * @param lastId what was seen last before, empty if nothing was
     */
    EventSource(InputStream body, String lastId) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        this.lastId = lastId;
    }

    /** The data of the next event; nothing, if the answer has ended. */
    Optional<String> next() throws IOException {
        StringJoiner data = new StringJoiner("\n");
        boolean any = false;
        String id = lastId;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastId = id;
                if (any) {
                    return Optional.of(data.toString());
                }
            } else if (line.startsWith("id:")) {
                id = value(line);
            } else if (line.startsWith("data:")) {
                data.add(value(line));
                any = true;
            }
        }
        // an event without its empty line was cut off
        return Optional.empty();
    }

    private static String value(String line) {
        int from = line.indexOf(':') + 1;
        return line.substring(line.startsWith(" ", from) ? from + 1 : from);
    }

    /** What to say to go on behind the last event, empty if nothing was seen. */
    String lastId() {
        return lastId;
    }
}
