package dev.chronicle.server.audit;

import dev.chronicle.event.Event;
import dev.chronicle.event.Tag;
import dev.chronicle.server.http.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the {@link AuditRecord} of an event. An event that a program put into the audit stream
 * without our data is shown by its tags.
 */
final class StoredAuditRecord {

    private StoredAuditRecord() {}

    static AuditRecord of(Event event) {
        Map<String, String> fields = LinkedHashMap.newLinkedHashMap(8);
        Map<String, String> metadata = null;
        byte[] data = event.data().toByteArray();
        try (JsonParser json = Json.parser(data, data.length)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextName(); name != null; name = json.nextName()) {
                    JsonToken token = json.nextToken();
                    if (token == JsonToken.VALUE_STRING) {
                        fields.put(name, json.getString());
                    } else if (token == JsonToken.START_OBJECT
                            && name.equals(AuditRecord.METADATA)) {
                        metadata = strings(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            fields.clear();
        }
        return new AuditRecord(
                field(fields, AuditRecord.ACTOR, event),
                field(fields, AuditRecord.ACTION, event),
                field(fields, AuditRecord.RESOURCE_TYPE, event),
                field(fields, AuditRecord.RESOURCE_ID, event),
                fields.get(AuditRecord.CORRELATION_ID),
                metadata);
    }

    private static Map<String, String> strings(JsonParser json) {
        Map<String, String> strings = new LinkedHashMap<>();
        for (String key = json.nextName(); key != null; key = json.nextName()) {
            if (json.nextToken() == JsonToken.VALUE_STRING) {
                strings.put(key, json.getString());
            } else {
                json.skipChildren();
            }
        }
        return strings;
    }

    private static String field(Map<String, String> fields, String name, Event event) {
        String value = fields.get(name);
        return value != null ? value : tag(event, name);
    }

    private static String tag(Event event, String key) {
        for (Tag tag : event.tags()) {
            if (tag.key().equals(key)) {
                return tag.value();
            }
        }
        return "";
    }
}
