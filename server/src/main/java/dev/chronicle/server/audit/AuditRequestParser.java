package dev.chronicle.server.audit;

import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.JsonFault;
import dev.chronicle.server.http.Problem;
import dev.chronicle.server.http.Utf8;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an {@link AuditRequest} in one pass. Whatever is not exactly that is refused with the field
 * or the byte offset where it goes wrong. Unknown fields are skipped, however they look; an
 * optional field that is {@code null} counts as not given.
 */
final class AuditRequestParser {

    private final JsonParser json;
    private @Nullable String id;
    private @Nullable String actor;
    private @Nullable String action;
    private @Nullable String resourceType;
    private @Nullable String resourceId;
    private @Nullable String correlationId;
    private @Nullable Map<String, String> metadata;
    private int seen;

    private AuditRequestParser(JsonParser json) {
        this.json = json;
    }

    /**
     * @throws Problem 400, if it is not an audit request
     */
    static AuditRequest parse(byte[] body, int length) {
        if (length == 0) {
            throw Problem.badJson("the body is empty");
        }
        int invalid = Utf8.firstInvalid(body, length);
        if (invalid >= 0) {
            throw Problem.badJson("not UTF-8 at byte offset " + invalid);
        }
        try (JsonParser json = Json.parser(body, length)) {
            return parse(json, length);
        }
    }

    private static AuditRequest parse(JsonParser json, int length) {
        try {
            return new AuditRequestParser(json).request();
        } catch (JacksonException e) {
            throw Problem.badJson(JsonFault.of(e, json, length).toString());
        }
    }

    private AuditRequest request() {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.badJson("the body must be an object");
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            field(name);
        }
        if (json.nextToken() != null) {
            throw Problem.badJson(
                    "more than one value, at byte offset "
                            + json.currentTokenLocation().getByteOffset());
        }
        AuditRecord audit =
                new AuditRecord(
                        required(AuditRecord.ACTOR, actor),
                        required(AuditRecord.ACTION, action),
                        required(AuditRecord.RESOURCE_TYPE, resourceType),
                        required(AuditRecord.RESOURCE_ID, resourceId),
                        correlationId,
                        metadata);
        return new AuditRequest(Optional.ofNullable(id), audit);
    }

    private void field(String name) {
        switch (name) {
            case AuditRecord.ACTOR -> actor = string(name, once(name, 1));
            case AuditRecord.ACTION -> action = string(name, once(name, 2));
            case AuditRecord.RESOURCE_TYPE -> resourceType = string(name, once(name, 4));
            case AuditRecord.RESOURCE_ID -> resourceId = string(name, once(name, 8));
            case "id" -> id = optional(name, once(name, 16));
            case AuditRecord.CORRELATION_ID -> correlationId = optional(name, once(name, 32));
            case AuditRecord.METADATA -> metadata = map(name, once(name, 64));
            default -> json.skipChildren();
        }
    }

    private JsonToken once(String name, int bit) {
        if ((seen & bit) != 0) {
            throw Problem.badJson(name + " is given twice");
        }
        seen |= bit;
        return json.currentToken();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw Problem.badJson(name + " is missing");
        }
        return value;
    }

    private String string(String name, JsonToken token) {
        if (token != JsonToken.VALUE_STRING) {
            throw Problem.badJson(name + " must be a string");
        }
        return wellFormed(name, json.getString());
    }

    private @Nullable String optional(String name, JsonToken token) {
        return token == JsonToken.VALUE_NULL ? null : string(name, token);
    }

    private @Nullable Map<String, String> map(String name, JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            throw Problem.badJson(name + " must be an object of strings");
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            String path = name + "." + key;
            wellFormed("a key of " + name, key);
            if (map.put(key, string(path, json.nextToken())) != null) {
                throw Problem.badJson(path + " is given twice");
            }
        }
        return map;
    }

    private static String wellFormed(String name, String value) {
        if (!Utf8.isWellFormed(value)) {
            throw Problem.badJson(name + " has an unpaired surrogate");
        }
        return value;
    }
}
