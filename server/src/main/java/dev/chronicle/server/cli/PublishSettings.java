package dev.chronicle.server.cli;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What {@code chronicle publish} is told.
 *
 * @param url of the aggregator, http://localhost:8080 unless told
 * @param count how many events to send, duplicates included, 20000 unless told
 * @param duplicates the share of them that are duplicates, 0.3 unless told
 * @param batch events in one request, 1000 unless told
 * @param connections batches under way at once, 4 unless told
 * @param topics to spread the events over, topic-1 to topic-5 unless told
 * @param seed of the made-up events, random unless told
 */
record PublishSettings(
        URI url,
        int count,
        double duplicates,
        int batch,
        int connections,
        List<String> topics,
        long seed) {

    static final String URL = "http://localhost:8080";
    static final String TOPICS = "5";
    private static final int MAX_COUNT = 1_000_000_000;
    private static final int MAX_BATCH = 100_000;
    private static final int MAX_CONNECTIONS = 1000;
    private static final int MAX_TOPICS = 10_000;

    /** The flags of the command line, as they were typed. */
    record Flags(
            Optional<String> url,
            Optional<String> count,
            Optional<String> duplicates,
            Optional<String> batch,
            Optional<String> connections,
            Optional<String> topics,
            Optional<String> seed) {}

    static PublishSettings of(Flags flags, Map<String, String> environment)
            throws Settings.InvalidException {
        return new PublishSettings(
                url(flags.url(), environment),
                Setting.pick("--count", flags.count(), "EVENT_COUNT", environment, "20000")
                        .number(1, MAX_COUNT),
                Setting.pick(
                                "--duplicates",
                                flags.duplicates(),
                                "DUPLICATE_RATIO",
                                environment,
                                "0.3")
                        .shareBelowOne(),
                Setting.pick("--batch", flags.batch(), "BATCH_SIZE", environment, "1000")
                        .number(1, MAX_BATCH),
                Setting.pick("--connections", flags.connections(), "4").number(1, MAX_CONNECTIONS),
                topics(Setting.pick("--topics", flags.topics(), TOPICS)),
                seed(flags.seed()));
    }

    static URI url(Optional<String> flag, Map<String, String> environment)
            throws Settings.InvalidException {
        return Setting.pick("--url", flag, "AGGREGATOR_URL", environment, URL).url();
    }

    /** Names with commas between them; or a number, for topic-1, topic-2, … */
    static List<String> topics(Setting setting) throws Settings.InvalidException {
        if (setting.value().strip().matches("[+-]?\\d+")) {
            return IntStream.rangeClosed(1, setting.number(1, MAX_TOPICS))
                    .mapToObj(number -> "topic-" + number)
                    .toList();
        }
        List<String> names =
                Arrays.stream(setting.value().split(",", -1)).map(String::strip).toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw setting.wrong("names with commas between them, or a number");
        }
        return names;
    }

    static long seed(Optional<String> flag) throws Settings.InvalidException {
        return flag.isPresent()
                ? new Setting("--seed", flag.get()).wholeNumber()
                : new Random().nextLong();
    }
}
