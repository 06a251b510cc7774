package dev.chronicle.server.http;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

import java.util.regex.Pattern;

/**
 * What is wrong with bytes that are not JSON.
 *
 * @param reason what the parser says, without its hints to whoever programs it
 * @param offset the byte at which it says so
 */
public record JsonFault(String reason, long offset) {

    private static final Pattern HINT =
            Pattern.compile(", from `.*?`| \\((for|start) .*|: (enable|maybe) .*");

    /**
     * @param json the parser that threw, still open
     * @param length of what it was given
     */
    public static JsonFault of(JacksonException e, JsonParser json, int length) {
        return switch (e) {
            case UnexpectedEndOfInputException _ ->
                    new JsonFault("unexpected end of the input", length);
            // says no place
            case StreamConstraintsException _ ->
                    new JsonFault(reason(e), json.currentLocation().getByteOffset());
            case JacksonException _ -> {
                long offset = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
                yield new JsonFault(reason(e), Math.clamp(offset, 0, length));
            }
        };
    }

    private static String reason(JacksonException e) {
        return HINT.matcher(e.getOriginalMessage()).replaceAll("");
    }

    @Override
    public String toString() {
        return reason + " at byte offset " + offset;
    }
}
