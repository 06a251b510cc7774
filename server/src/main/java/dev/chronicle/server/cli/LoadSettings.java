package dev.chronicle.server.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code chronicle load} is told.
 *
 * @param url of the aggregator, http://localhost:8080 unless told
 * @param users who send at once, 20 unless told; with a rate the most requests under way, 1000
 *     unless told
 * @param duration 60 s unless told
 * @param pace users that pause for 10 ms, unless told a pause or a rate
 * @param duplicates the share of the events that are duplicates, 0.3 unless told
 * @param batch events in one request, 1 unless told
 * @param topics to spread the events over, topic-1 to topic-5 unless told
 * @param seed of the made-up events, random unless told
 * @param thresholds p95 of 500 ms and 1 % of errors unless told
 */
record LoadSettings(
        URI url,
        int users,
        Duration duration,
        Pace pace,
        double duplicates,
        int batch,
        List<String> topics,
        long seed,
        Thresholds thresholds) {

    private static final int MAX_USERS = 10_000;
    private static final int MAX_BATCH = 10_000;
    private static final int MAX_RATE = 1_000_000;
    private static final Duration MILLISECOND = Duration.ofMillis(1);

    /** The flags of the command line, as they were typed. */
    record Flags(
            Optional<String> url,
            Optional<String> users,
            Optional<String> duration,
            Optional<String> pause,
            Optional<String> rate,
            Optional<String> duplicates,
            Optional<String> batch,
            Optional<String> topics,
            Optional<String> seed,
            Optional<String> p95,
            Optional<String> errors) {}

    static LoadSettings of(Flags flags, Map<String, String> environment)
            throws Settings.InvalidException {
        return new LoadSettings(
                PublishSettings.url(flags.url(), environment),
                Setting.pick("--users", flags.users(), flags.rate().isPresent() ? "1000" : "20")
                        .number(1, MAX_USERS),
                Setting.pick("--duration", flags.duration(), "60s").duration(MILLISECOND),
                pace(flags),
                Setting.pick("--duplicates", flags.duplicates(), "0.3").shareBelowOne(),
                Setting.pick("--batch", flags.batch(), "1").number(1, MAX_BATCH),
                PublishSettings.topics(
                        Setting.pick("--topics", flags.topics(), PublishSettings.TOPICS)),
                PublishSettings.seed(flags.seed()),
                new Thresholds(
                        Setting.pick("--p95", flags.p95(), "500ms").duration(MILLISECOND),
                        Setting.pick("--errors", flags.errors(), "1%").share()));
    }

    private static Pace pace(Flags flags) throws Settings.InvalidException {
        if (flags.rate().isEmpty()) {
            return new Pace.Users(
                    Setting.pick("--pause", flags.pause(), "10ms").duration(Duration.ZERO));
        }
        if (flags.pause().isPresent()) {
            throw new Settings.InvalidException("--pause must not stand beside --rate");
        }
        return new Pace.Rate(new Setting("--rate", flags.rate().get()).number(1, MAX_RATE));
    }
}
