package dev.chronicle.server.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the server is told by flags and, where there is no flag, by the environment. An empty
 * variable counts as not set.
 *
 * @param host the address to listen on, 127.0.0.1 unless told
 * @param port 8080 unless told, 0 for any that is free
 * @param data the directory of the log, {@code ./data} unless told
 * @param consumers how many compete for audit records, 3 unless told
 * @param workers how many compete for batches of the aggregator, 4 unless told
 * @param logLevel INFO unless told
 */
record Settings(String host, int port, Path data, int consumers, int workers, String logLevel) {

    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final int MAX_CONSUMERS = 1000;

    /** The flags of the command line, as they were typed. */
    record Flags(
            Optional<String> host,
            Optional<String> port,
            Optional<String> data,
            Optional<String> consumers,
            Optional<String> workers) {}

    /** Something is set that makes no sense; the message names the flag or the variable. */
    static final class InvalidException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static Settings of(Flags flags, Map<String, String> environment) throws InvalidException {
        return new Settings(
                Setting.pick("--host", flags.host(), "CHRONICLE_HOST", environment, "127.0.0.1")
                        .text(),
                Setting.pick("--port", flags.port(), "CHRONICLE_PORT", environment, "8080")
                        .number(0, 65_535),
                Setting.pick("--data", flags.data(), "CHRONICLE_DATA", environment, "data").path(),
                Setting.pick(
                                "--consumers",
                                flags.consumers(),
                                "CHRONICLE_CONSUMERS",
                                environment,
                                "3")
                        .number(1, MAX_CONSUMERS),
                Setting.pick("--workers", flags.workers(), "WORKER_COUNT", environment, "4")
                        .number(1, MAX_CONSUMERS),
                level(
                        Setting.pick(
                                "", Optional.empty(), "CHRONICLE_LOG_LEVEL", environment, "INFO")));
    }

    private static String level(Setting setting) throws InvalidException {
        String level = setting.value().toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw setting.wrong("error, warn, info, debug or trace");
        }
        return level;
    }
}
