package dev.chronicle.server.channels;

import dev.chronicle.event.EventData;
import dev.chronicle.pubsub.Message;
import dev.chronicle.pubsub.Signature;
import dev.chronicle.server.http.Json;
import dev.chronicle.server.http.JsonFault;
import dev.chronicle.server.http.Utf8;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A JSON object that carries its own signature, in the fields {@code signature}, {@code signed_at}
 * and {@code nonce}. What is signed is the object without them, in {@linkplain CanonicalJson one
 * form}.
 *
 * @param data that object
 * @param signature what the fields say
 */
public record SignedJson(EventData data, Signature signature) {

    private static final String SIGNATURE = "signature";
    private static final String SIGNED_AT = "signed_at";
    private static final String NONCE = "nonce";

    /**
     * Reads a message: a JSON value, which is an object with a field {@code signature} if it is
     * signed in this way.
     *
     * @throws IllegalArgumentException if it is no JSON, or an object with a name twice
     */
    static Optional<SignedJson> read(byte[] bytes, int length) {
        if (Utf8.firstInvalid(bytes, length) >= 0) {
            throw new IllegalArgumentException("a message is UTF-8");
        }
        return parse(bytes, length, SignedJson::message);
    }

    private static Optional<SignedJson> message(JsonParser json) {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new IllegalArgumentException("there is no message");
        }
        if (first == JsonToken.START_OBJECT) {
            return ofMembers(CanonicalJson.members(json));
        }
        json.skipChildren();
        return Optional.empty();
    }

    /** What {@code read} makes of the one value there is. */
    private static <T> T parse(byte[] bytes, int length, Function<JsonParser, T> read) {
        try (JsonParser json = Json.parser(bytes, length)) {
            try {
                T value = read.apply(json);
                if (json.nextToken() != null) {
                    throw new IllegalArgumentException("there is something behind the message");
                }
                return value;
            } catch (JacksonException e) {
                throw new IllegalArgumentException(JsonFault.of(e, json, length).toString(), e);
            }
        }
    }

    private static Optional<SignedJson> ofMembers(Map<String, String> members) {
        if (!members.containsKey(SIGNATURE)) {
            return Optional.empty();
        }
        Signature signature =
                new Signature(
                        text(members.remove(SIGNATURE)),
                        text(members.remove(SIGNED_AT)),
                        text(members.remove(NONCE)));
        return Optional.of(
                new SignedJson(EventData.json(CanonicalJson.object(members)), signature));
    }

    /** None of the three has anything to escape, so what stands between quotes is the text. */
    private static Optional<String> text(@Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        boolean quoted = value.length() >= 2 && value.startsWith("\"");
        return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
    }

    private static Map<String, String> unsigned(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("only a JSON object can carry its signature");
        }
        return CanonicalJson.members(json);
    }

    /**
     * An object with its signature in it, as it can be published.
     *
     * @param object JSON text; of the three fields, those that are there are replaced
     * @param sign signs a message
     * @throws IllegalArgumentException if it is no JSON object, or the channel or topic make no
     *     sense
     */
    public static String sign(
            String channel, String topic, String object, UnaryOperator<Message> sign) {
        byte[] bytes = object.getBytes(StandardCharsets.UTF_8);
        Map<String, String> members =
                new TreeMap<>(parse(bytes, bytes.length, SignedJson::unsigned));
        members.keySet().removeAll(Set.of(SIGNATURE, SIGNED_AT, NONCE));
        Signature signature =
                sign.apply(
                                Message.of(
                                        channel,
                                        topic,
                                        EventData.json(CanonicalJson.object(members))))
                        .signature();
        members.put(SIGNED_AT, signature.signedAt().orElseThrow());
        members.put(NONCE, CanonicalJson.string(signature.nonce().orElseThrow()));
        members.put(SIGNATURE, CanonicalJson.string(signature.mac().orElseThrow()));
        return CanonicalJson.object(members);
    }
}
