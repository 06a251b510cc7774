package dev.chronicle.server.cli;

import dev.chronicle.channel.redis.RedisAddress;
import dev.chronicle.server.backend.LogAccess;
import dev.chronicle.server.backend.Mode;

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
 * @param log where it is kept, the directory {@code ./data} unless told
 * @param consumers how many compete for audit records, 3 unless told
 * @param workers how many compete for batches of the aggregator, 4 unless told
 * @param mode which part of the work it does, all of it unless told
 * @param redis what messages go through, nothing unless told
 * @param logLevel INFO unless told
 */
record Settings(
        String host,
        int port,
        StoreLocation log,
        int consumers,
        int workers,
        Mode mode,
        Optional<RedisAddress> redis,
        String logLevel) {

    private static final Set<String> LEVELS = Set.of("ERROR", "WARN", "INFO", "DEBUG", "TRACE");
    private static final int MAX_CONSUMERS = 1000;

    /** The flags of the command line, as they were typed. */
    record Flags(
            Optional<String> host,
            Optional<String> port,
            Optional<String> data,
            Optional<String> consumers,
            Optional<String> workers,
            Optional<String> database,
            Optional<String> redis,
            Optional<String> mode) {}

    /** Something is set that makes no sense; the message names the flag or the variable. */
    static final class InvalidException extends Exception {

        private static final long serialVersionUID = 1L;

        InvalidException(String message) {
            super(message);
        }
    }

    static Settings of(Flags flags, Map<String, String> environment) throws InvalidException {
        Settings settings = read(flags, environment);
        if (settings.mode() != Mode.ALL
                && (settings.redis().isEmpty() || settings.log().access() == LogAccess.OWN)) {
            throw new InvalidException(
                    "--mode must be all without both a --redis and a --database on PostgreSQL: %s"
                            .formatted(settings.mode().name().toLowerCase(Locale.ROOT)));
        }
        return settings;
    }

    private static Settings read(Flags flags, Map<String, String> environment)
            throws InvalidException {
        return new Settings(
                Setting.pick("--host", flags.host(), "CHRONICLE_HOST", environment, "127.0.0.1")
                        .text(),
                Setting.pick("--port", flags.port(), "CHRONICLE_PORT", environment, "8080")
                        .number(0, 65_535),
                location(flags, environment),
                Setting.pick(
                                "--consumers",
                                flags.consumers(),
                                "CHRONICLE_CONSUMERS",
                                environment,
                                "3")
                        .number(1, MAX_CONSUMERS),
                Setting.pick("--workers", flags.workers(), "WORKER_COUNT", environment, "4")
                        .number(1, MAX_CONSUMERS),
                mode(Setting.pick("--mode", flags.mode(), "CHRONICLE_MODE", environment, "all")),
                redis(Setting.pick("--redis", flags.redis(), "REDIS_URL", environment, "")),
                level(
                        Setting.pick(
                                "", Optional.empty(), "CHRONICLE_LOG_LEVEL", environment, "INFO")));
    }

    /** A directory and a database are two logs: which one is meant must be said. */
    private static StoreLocation location(Flags flags, Map<String, String> environment)
            throws InvalidException {
        Setting database =
                Setting.pick("--database", flags.database(), "DATABASE_URL", environment, "");
        if (!database.value().isEmpty() && flags.data().isPresent()) {
            throw new InvalidException(
                    "--data must not be given with a database: " + database.name());
        }
        if (!database.value().isEmpty()) {
            return database.database();
        }
        return new StoreLocation.InDirectory(
                Setting.pick("--data", flags.data(), "CHRONICLE_DATA", environment, "data").path());
    }

    private static Mode mode(Setting setting) throws InvalidException {
        return switch (setting.value().toLowerCase(Locale.ROOT)) {
            case "all" -> Mode.ALL;
            case "api" -> Mode.API;
            case "worker" -> Mode.WORKER;
            default -> throw setting.wrong("api, worker or all");
        };
    }

    private static Optional<RedisAddress> redis(Setting setting) throws InvalidException {
        if (setting.value().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(RedisAddress.parse(setting.value()));
        } catch (IllegalArgumentException e) {
            // not the value: it may have a password
            throw new InvalidException(
                    setting.name() + " must be redis://host:port/database: " + e.getMessage());
        }
    }

    private static String level(Setting setting) throws InvalidException {
        String level = setting.value().toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw setting.wrong("error, warn, info, debug or trace");
        }
        return level;
    }
}
