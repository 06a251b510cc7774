package dev.chronicle.server.cli;

import java.util.List;
import java.util.random.RandomGenerator;

/** Audit events for trying things out. */
final class SampleEvent {

    private static final List<String> ACTORS =
            List.of(
                    "alice@example.com",
                    "bob@example.com",
                    "carol@example.com",
                    "dave@example.com");
    private static final List<String> ACTIONS = List.of("create", "read", "update", "delete");
    private static final List<String> TYPES = List.of("document", "user", "invoice", "project");

    private SampleEvent() {}

    static String json(RandomGenerator random) {
        String type = pick(TYPES, random);
        return """
        {"actor":"%s","action":"%s","resource_type":"%s","resource_id":"%s-%d"}\
        """
                .formatted(
                        pick(ACTORS, random),
                        pick(ACTIONS, random),
                        type,
                        type,
                        random.nextInt(1, 1000));
    }

    private static String pick(List<String> choices, RandomGenerator random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
