package dev.chronicle.event;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;

import java.util.regex.Pattern;

/** What is wrong with JSON and where; becomes the exception of whoever knows what the JSON is. */
final class JsonFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_@][\\p{L}\\p{N}_-]*");

    private final String path;
    private final String reason;

    JsonFault(String path, String reason, @Nullable Throwable cause) {
        super(reason, cause, false, false);
        this.path = path;
        this.reason = reason;
    }

    static JsonFault of(JacksonException e) {
        String problem = String.valueOf(e.getOriginalMessage());
        return e instanceof StreamReadException
                ? new JsonFault(path(e), "not JSON: " + problem, e)
                : new JsonFault(path(e), problem, e);
    }

    String path() {
        return path;
    }

    String reason() {
        return reason;
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder("$");
        for (JacksonException.Reference step : e.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else if (PLAIN_NAME.matcher(name).matches()) {
                path.append('.').append(name);
            } else {
                path.append("['").append(name).append("']");
            }
        }
        return path.toString();
    }
}
