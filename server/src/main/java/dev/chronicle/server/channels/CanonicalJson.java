package dev.chronicle.server.channels;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * JSON in the one form in which an object is signed: members sorted by name in the order of UTF-16,
 * no white space, strings escaped only where they must be, as <a
 * href="https://www.rfc-editor.org/rfc/rfc8785">RFC 8785</a> has it; but numbers stand as they were
 * written.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    /** The value that the parser stands at. */
    static String value(JsonParser json) {
        return switch (json.currentToken()) {
            case START_OBJECT -> object(members(json));
            case START_ARRAY -> array(json);
            case VALUE_STRING -> string(json.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
                    json.getString();
            case null, default -> throw new IllegalStateException("no value");
        };
    }

    /**
     * The members of the object that the parser stands at, each value in its form.
     *
     * @throws IllegalArgumentException if a name is there twice
     */
    static Map<String, String> members(JsonParser json) {
        Map<String, String> members = new TreeMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            if (members.put(name, value(json)) != null) {
                throw new IllegalArgumentException("a name is given twice: " + name);
            }
        }
        return members;
    }

    static String object(Map<String, String> members) {
        StringJoiner object = new StringJoiner(",", "{", "}");
        members.forEach((name, value) -> object.add(string(name) + ":" + value));
        return object.toString();
    }

    private static String array(JsonParser json) throws JacksonException {
        StringJoiner array = new StringJoiner(",", "[", "]");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json));
        }
        return array.toString();
    }

    static String string(String text) {
        StringBuilder string = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> string.append("\\\"");
                case '\\' -> string.append("\\\\");
                case '\b' -> string.append("\\b");
                case '\f' -> string.append("\\f");
                case '\n' -> string.append("\\n");
                case '\r' -> string.append("\\r");
                case '\t' -> string.append("\\t");
                default -> {
                    if (c < ' ') {
                        string.append("\\u00").append(c < 16 ? "0" : "1");
                        string.append(Character.forDigit(c % 16, 16));
                    } else {
                        string.append(c);
                    }
                }
            }
        }
        return string.append('"').toString();
    }
}
