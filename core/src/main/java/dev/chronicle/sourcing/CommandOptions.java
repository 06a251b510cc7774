package dev.chronicle.sourcing;

import dev.chronicle.event.JsonEventCodec;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a command is executed.
 *
 * @param id names the command: where one of this name has stored events, these are its outcome,
 *     whatever would be decided now; none unless given
 * @param metadata attached to each of its events; none unless given; the key {@link
 *     JsonEventCodec#SCHEMA_KEY} is the codec's
 * @param timeout how long to wait for the outcome, 30 seconds unless given
 */
public record CommandOptions(Optional<String> id, Map<String, String> metadata, Duration timeout) {

    private static final CommandOptions DEFAULTS =
            new CommandOptions(Optional.empty(), Map.of(), Duration.ofSeconds(30));

    public CommandOptions {
        metadata = Map.copyOf(metadata);
        if (metadata.containsKey(JsonEventCodec.SCHEMA_KEY)) {
            throw new IllegalArgumentException(
                    "the metadata key is the codec's: key=" + JsonEventCodec.SCHEMA_KEY);
        }
        NonPositiveArgumentException.require("timeoutMs", timeout.toMillis());
    }

    /** The defaults. */
    public static CommandOptions defaults() {
        return DEFAULTS;
    }

    /** The same, under this name. */
    public CommandOptions id(String id) {
        return new CommandOptions(Optional.of(id), metadata, timeout);
    }

    /** The same, with this metadata. */
    public CommandOptions metadata(Map<String, String> metadata) {
        return new CommandOptions(id, metadata, timeout);
    }

    /** The same, waiting so long. */
    public CommandOptions timeout(Duration timeout) {
        return new CommandOptions(id, metadata, timeout);
    }
}
