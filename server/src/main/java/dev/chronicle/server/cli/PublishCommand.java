package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;

/** {@code chronicle publish}: sends made-up events to an aggregator, a part of them twice. */
@Command(
        name = "publish",
        description = {
            "Sends made-up events to an aggregator, first each one once, then duplicates.",
            "A batch that fails for the moment (no answer, 5xx, 429) is sent again up to 5 times,"
                + " after pauses that grow. Prints what was sent and what the server has counted"
                + " meanwhile, and whether that adds up.",
            "Exit code 0 if every batch was accepted, 1 if not. Ctrl-C ends it early, with the"
                    + " summary."
        },
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "<url>",
            description = "Where the aggregator is (AGGREGATOR_URL; http://localhost:8080).")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--count",
            paramLabel = "<number>",
            description = "Events to send, duplicates included (EVENT_COUNT; 20000).")
    private Optional<String> count = Optional.empty();

    @Option(
            names = "--duplicates",
            paramLabel = "<share>",
            description = "Share of them that are duplicates (DUPLICATE_RATIO; 0.3).")
    private Optional<String> duplicates = Optional.empty();

    @Option(
            names = "--batch",
            paramLabel = "<number>",
            description = "Events in one request (BATCH_SIZE; 1000).")
    private Optional<String> batch = Optional.empty();

    @Option(
            names = "--connections",
            paramLabel = "<number>",
            description = "Batches under way at once (4).")
    private Optional<String> connections = Optional.empty();

    @Option(
            names = "--topics",
            paramLabel = "<topics>",
            description =
                    "Topics to spread the events over: names with commas between them, or a number"
                            + " for topic-1, topic-2, ... (5).")
    private Optional<String> topics = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "<number>",
            description =
                    "What the events follow from (random). The same seed sends the same ids again:"
                            + " then all are duplicates.")
    private Optional<String> seed = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        PublishSettings settings = settings();
        // before the first logger is made: what it would say belongs into no summary
        System.setProperty("chronicle.log.level", "WARN");
        InstantSource clock = InstantSource.system();
        try (AggregatorClient server = new AggregatorClient(settings.url(), TIMEOUT, clock)) {
            return run(settings, server, clock);
        }
    }

    private int run(PublishSettings settings, AggregatorClient server, InstantSource clock)
            throws InterruptedException {
        Optional<Statistics> before = server.statistics();
        RunEnd end = RunEnd.bySignal();
        PublishTally tally = new PublishTally();
        EventOrder.DuplicatesLast order =
                EventOrder.DuplicatesLast.of(
                        settings.count(), settings.duplicates(), settings.seed());
        Publisher publisher =
                new Publisher(
                        settings,
                        new MadeUpEvents(settings.seed(), settings.topics(), clock.instant()),
                        order,
                        new RetryingSender(
                                server::publish,
                                RetryPolicy.standard(),
                                new Random(),
                                end::endsWithin,
                                tally),
                        end);
        ProgressLine progress = ProgressLine.onStderr();
        long start = System.nanoTime();
        publisher.run(() -> progress.show(progress(settings, tally, start)));
        double seconds = (System.nanoTime() - start) / 1e9;
        progress.end();

        PublishReport report = new PublishReport(settings, order.unique(), tally, seconds);
        System.out.print(report.sent());
        OptionalLong unique =
                report.isComplete() ? OptionalLong.of(order.unique()) : OptionalLong.empty();
        StatisticsCheck check =
                new StatisticsCheck(tally.acceptedEvents(), tally.unsureEvents(), unique);
        System.out.print(ServerCount.text(server, before, check));
        return report.isComplete() ? 0 : 1;
    }

    private static String progress(PublishSettings settings, PublishTally tally, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        long done = tally.acceptedEvents() + tally.failedEvents();
        return "%s  %,d of %,d events  %,.0f/s  %,d failed batches"
                .formatted(
                        ProgressLine.bar(done, settings.count()),
                        done,
                        settings.count(),
                        tally.acceptedEvents() / seconds,
                        tally.failedBatches());
    }

    private PublishSettings settings() {
        try {
            return PublishSettings.of(
                    new PublishSettings.Flags(
                            url, count, duplicates, batch, connections, topics, seed),
                    System.getenv());
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
