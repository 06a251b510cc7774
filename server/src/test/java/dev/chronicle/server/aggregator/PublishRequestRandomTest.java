package dev.chronicle.server.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.testkit.SeededRandomness;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Random batches, right and wrong, against a naive model of what is wrong with them. */
@ExtendWith(SeededRandomness.class)
class PublishRequestRandomTest {

    private static final int ROUNDS = Boolean.getBoolean("chronicle.slow") ? 100_000 : 4_000;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> TEXTS =
            List.of("", "a", "topic-1", "\u00e9\u20ac\ud83d\ude00", "\"\\\n\0/", "x".repeat(300));
    private static final List<String> TIMES =
            List.of("2025-01-31T23:59:59Z", "2025-01-31", "2025-01-31 12:00:00.5+01:00", "17");
    private static final List<String> NO_TIMES = List.of("", "soon", "2025-02-30", "2025-01-31T");

    /** What is expected to be wrong: path, kind and input. */
    private record Expected(String location, String type, JsonNode input) {}

    @Test
    void what_is_found_is_what_the_model_finds(RandomGenerator random) {
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode request = request(random, random.nextInt(3) * 0.1);
            String body = MAPPER.writeValueAsString(request);
            List<Expected> expected = new ArrayList<>();
            checkRequest(request, expected);
            if (expected.isEmpty()) {
                readsBack(request, body);
            } else {
                List<Expected> found = new ArrayList<>();
                for (JsonNode error : Refusal.ofPublishing(body)) {
                    found.add(
                            new Expected(
                                    error.get("loc").toString(),
                                    error.get("type").asString(),
                                    error.get("input")));
                }
                assertThat(found)
                        .as(body)
                        .isEqualTo(expected.subList(0, Math.min(100, expected.size())));
            }
        }
    }

    private static void readsBack(JsonNode request, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        PublishRequest read = PublishRequestParser.parse(bytes, bytes.length);
        assertThat(read.events()).hasSameSizeAs(request.get("events"));
        for (int i = 0; i < read.events().size(); i++) {
            PublishedEvent event = read.events().get(i);
            JsonNode original = request.get("events").get(i);
            assertThat(event.eventId()).isEqualTo(original.get("event_id").asString());
            assertThat(event.topic()).isEqualTo(original.get("topic").asString());
            assertThat(event.source()).isEqualTo(original.get("source").asString());
            assertThat(event.timestamp())
                    .isEqualTo(EventTime.ofText(original.get("timestamp").asString()));
            assertThat(MAPPER.readTree(bytes, event.payloadOffset(), event.payloadLength()))
                    .isEqualTo(original.get("payload"));
        }
    }

    // the model

    private static void checkRequest(JsonNode request, List<Expected> errors) {
        if (!request.isObject()) {
            errors.add(new Expected("[\"body\"]", "model_attributes_type", request));
            return;
        }
        JsonNode events = request.get("events");
        String location = "[\"body\",\"events\"]";
        if (events == null) {
            errors.add(new Expected(location, "missing", request));
        } else if (!events.isArray()) {
            errors.add(new Expected(location, "list_type", events));
        } else {
            for (int i = 0; i < events.size(); i++) {
                checkEvent(events.get(i), "[\"body\",\"events\"," + i, errors);
            }
        }
    }

    private static void checkEvent(JsonNode event, String location, List<Expected> errors) {
        if (!event.isObject()) {
            errors.add(new Expected(location + "]", "model_attributes_type", event));
            return;
        }
        checkText(event, "event_id", location, errors);
        checkText(event, "topic", location, errors);
        checkText(event, "source", location, errors);
        JsonNode payload = event.get("payload");
        String payloadLocation = location + ",\"payload\"";
        if (payload == null) {
            errors.add(new Expected(payloadLocation + "]", "missing", event));
        } else if (!payload.isObject()) {
            errors.add(new Expected(payloadLocation + "]", "model_attributes_type", payload));
        } else {
            checkText(payload, "message", payloadLocation, errors);
            checkTime(payload, payloadLocation, errors);
        }
        checkTime(event, location, errors);
    }

    private static void checkText(
            JsonNode object, String key, String location, List<Expected> errors) {
        JsonNode value = object.get(key);
        String path = location + ",\"" + key + "\"]";
        if (value == null) {
            errors.add(new Expected(path, "missing", object));
        } else if (!value.isString()) {
            errors.add(new Expected(path, "string_type", value));
        }
    }

    private static void checkTime(JsonNode object, String location, List<Expected> errors) {
        JsonNode value = object.get("timestamp");
        String path = location + ",\"timestamp\"]";
        if (value == null) {
            errors.add(new Expected(path, "missing", object));
        } else if (value.isString() && !TIMES.contains(value.asString())) {
            errors.add(new Expected(path, "datetime_from_date_parsing", value));
        } else if (!value.isString() && !value.isNumber()) {
            errors.add(new Expected(path, "datetime_type", value));
        }
    }

    // random requests; wrong: how likely each part is not what it must be

    private static JsonNode request(RandomGenerator random, double wrong) {
        ObjectNode request = NODES.objectNode();
        put(request, "extra", random, 0.2, () -> anything(random, 2));
        put(request, "events", random, 1 - wrong / 5, () -> events(random, wrong));
        return random.nextDouble() < wrong / 10 ? notAnObject(random) : request;
    }

    private static JsonNode events(RandomGenerator random, double wrong) {
        if (random.nextDouble() < wrong / 5) {
            return text(random);
        }
        ArrayNode events = NODES.arrayNode();
        int count = random.nextInt(random.nextInt(10) == 0 ? 50 : 5);
        for (int i = 0; i < count; i++) {
            events.add(
                    random.nextDouble() < wrong / 5 ? notAnObject(random) : event(random, wrong));
        }
        return events;
    }

    private static JsonNode event(RandomGenerator random, double wrong) {
        ObjectNode event = NODES.objectNode();
        List<Runnable> keys = new ArrayList<>();
        double there = 1 - wrong;
        for (String key : List.of("event_id", "topic", "source")) {
            keys.add(() -> put(event, key, random, there, () -> textOrNot(random, wrong)));
        }
        keys.add(() -> put(event, "payload", random, there, () -> payload(random, wrong)));
        keys.add(() -> put(event, "timestamp", random, there, () -> time(random, wrong)));
        keys.add(() -> put(event, "extra", random, 0.2, () -> anything(random, 3)));
        shuffle(keys, random);
        keys.forEach(Runnable::run);
        return event;
    }

    private static JsonNode payload(RandomGenerator random, double wrong) {
        if (random.nextDouble() < wrong) {
            return notAnObject(random);
        }
        ObjectNode payload = NODES.objectNode();
        put(payload, "event_id", random, 0.1, () -> anything(random, 2));
        put(payload, "timestamp", random, 1 - wrong, () -> time(random, wrong));
        put(payload, "message", random, 1 - wrong, () -> textOrNot(random, wrong));
        put(payload, "extra", random, 0.5, () -> anything(random, 3));
        return payload;
    }

    private static void put(
            ObjectNode object,
            String key,
            RandomGenerator random,
            double likely,
            Supplier<JsonNode> value) {
        if (random.nextDouble() < likely) {
            object.set(key, value.get());
        }
    }

    private static void shuffle(List<Runnable> list, RandomGenerator random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Runnable other = list.set(random.nextInt(i + 1), list.get(i));
            list.set(i, other);
        }
    }

    private static JsonNode time(RandomGenerator random, double wrong) {
        if (random.nextDouble() >= wrong) {
            return NODES.stringNode(oneOf(TIMES, random));
        }
        JsonNode any = anything(random, 1);
        return any.isString() ? NODES.stringNode(oneOf(NO_TIMES, random)) : any;
    }

    private static JsonNode textOrNot(RandomGenerator random, double wrong) {
        return random.nextDouble() < wrong ? anything(random, 1) : text(random);
    }

    private static JsonNode text(RandomGenerator random) {
        return NODES.stringNode(oneOf(TEXTS, random));
    }

    private static JsonNode notAnObject(RandomGenerator random) {
        JsonNode any = anything(random, 2);
        return any.isObject() || any.isNull() ? text(random) : any;
    }

    private static JsonNode anything(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextInt(1000) / 8.0);
            case 4 -> text(random);
            case 5 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    array.add(anything(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(3); i > 0; i--) {
                    object.set("message" + i, anything(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static <T> T oneOf(List<T> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}
