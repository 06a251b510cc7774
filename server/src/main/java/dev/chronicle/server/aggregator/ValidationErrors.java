package dev.chronicle.server.aggregator;

import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.Problem;

import io.helidon.http.Status;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Gathers what is wrong with a request and says it as FastAPI does: 422 and {@code
 * {"detail":[{"type","loc","msg","input"[,"ctx"]}]}}. Keeps the first 100 errors; an input of more
 * than 4 KiB, and every input once they have come to 192 KiB, is replaced by a string that says how
 * long it was, so that an answer stays below 256 KiB. Not for several threads at once.
 */
final class ValidationErrors {

    static final int MAX_ERRORS = 100;
    static final int MAX_INPUT_BYTES = 4 * 1024;
    private static final int MAX_BYTES_OF_INPUTS = 192 * 1024;

    private final List<ValidationError> errors = new ArrayList<>();

    /** The answer to a request with one error. */
    static Problem problem(Fault fault, RawJson input, Object... location) {
        ValidationErrors errors = new ValidationErrors();
        errors.add(fault, input, location);
        return errors.problem();
    }

    /**
     * Adds an error, unless there are enough.
     *
     * @param input the value that is wrong; of a value that is missing, the object around it
     * @param location the path to the value: names and indexes
     */
    void add(Fault fault, RawJson input, Object... location) {
        if (!isFull()) {
            errors.add(new ValidationError(fault, input, List.of(location)));
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** Whether further errors would not be told, and need not be looked for. */
    boolean isFull() {
        return errors.size() >= MAX_ERRORS;
    }

    void clear() {
        errors.clear();
    }

    /** The answer that tells them. */
    Problem problem() {
        return new Problem(
                Status.UNPROCESSABLE_CONTENT_422,
                Status.UNPROCESSABLE_CONTENT_422.reasonPhrase(),
                body());
    }

    byte[] body() {
        return Json.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeArrayPropertyStart("detail");
                    int bytes = 0;
                    for (ValidationError error : errors) {
                        RawJson input = bounded(error.input(), bytes);
                        bytes += input.length();
                        write(json, error, input);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static RawJson bounded(RawJson input, int bytesBefore) {
        int length = input.length();
        return length > MAX_INPUT_BYTES || length + bytesBefore > MAX_BYTES_OF_INPUTS
                ? RawJson.string("(%d bytes left out)".formatted(length))
                : input;
    }

    private static void write(JsonGenerator json, ValidationError error, RawJson input) {
        json.writeStartObject();
        json.writeStringProperty("type", error.fault().type());
        json.writeArrayPropertyStart("loc");
        error.location().forEach(step -> write(json, step));
        json.writeEndArray();
        json.writeStringProperty("msg", error.fault().message());
        json.writeName("input");
        json.writeRawValue(input.toString());
        Map<String, Object> context = error.fault().context();
        if (!context.isEmpty()) {
            json.writeObjectPropertyStart("ctx");
            context.forEach(
                    (name, value) -> {
                        json.writeName(name);
                        write(json, value);
                    });
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Object value) {
        if (value instanceof Integer number) {
            json.writeNumber(number);
        } else {
            json.writeString(value.toString());
        }
    }
}
