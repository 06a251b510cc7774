package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle load}: keeps an aggregator busy and measures how quickly it answers. */
@Command(
        name = "load",
        description = {
            "Keeps an aggregator busy and measures how quickly it answers.",
            "",
            "Without --rate, users send, wait for the answer, pause and send again. A server that"
                    + " stalls then gets fewer requests, and the percentiles do not show how many"
                    + " others would have had to wait.",
            "With --rate, requests are due at fixed times whatever the server does, and latency"
                + " counts from when a request was due, not from when it could be sent: what a"
                + " stall costs all those behind it (coordinated omission) is in the percentiles."
                + " Requests that nobody was free to send before the end are errors.",
            "",
            "Failed requests are counted, with their latency, and not sent again; a user that was"
                    + " not let in (429, or nobody listens) waits 100 ms.",
            "Exit code 0 if both thresholds were kept, 1 if not. Ctrl-C ends it early, with the"
                    + " summary.",
            ""
        },
        mixinStandardHelpOptions = true)
final class LoadCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "<url>",
            description = "Where the aggregator is (AGGREGATOR_URL; http://localhost:8080).")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--users",
            paramLabel = "<number>",
            description =
                    "Users that send at once (20); with --rate, the most requests under way"
                            + " (1000).")
    private Optional<String> users = Optional.empty();

    @Option(
            names = "--duration",
            paramLabel = "<time>",
            description = "How long to send, such as 500ms, 60s, 5m or 1h (60s).")
    private Optional<String> duration = Optional.empty();

    @Option(
            names = "--pause",
            paramLabel = "<time>",
            description = "Between a user's answer and its next request (10ms).")
    private Optional<String> pause = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "<number>",
            description = "Requests a second, instead of users that pause.")
    private Optional<String> rate = Optional.empty();

    @Option(
            names = "--duplicates",
            paramLabel = "<share>",
            description = "Share of the events that repeat an earlier one (0.3).")
    private Optional<String> duplicates = Optional.empty();

    @Option(names = "--batch", paramLabel = "<number>", description = "Events in one request (1).")
    private Optional<String> batch = Optional.empty();

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
            description = "What the events follow from (random).")
    private Optional<String> seed = Optional.empty();

    @Option(
            names = "--p95",
            paramLabel = "<time>",
            description = "Threshold: 95 %% of the requests take at most this long (500ms).")
    private Optional<String> p95 = Optional.empty();

    @Option(
            names = "--errors",
            paramLabel = "<share>",
            description = "Threshold: at most this share of the requests fails (1%%).")
    private Optional<String> errors = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        LoadSettings settings = settings();
        // before the first logger is made: what it would say belongs into no summary
        System.setProperty("chronicle.log.level", "WARN");
        InstantSource clock = InstantSource.system();
        try (AggregatorClient server = new AggregatorClient(settings.url(), TIMEOUT, clock)) {
            return run(settings, server, clock);
        }
    }

    private static int run(LoadSettings settings, AggregatorClient server, InstantSource clock)
            throws InterruptedException {
        Optional<Statistics> before = server.statistics();
        Load.Content content =
                new Load.Content(
                        new MadeUpEvents(settings.seed(), settings.topics(), clock.instant()),
                        new EventOrder.DuplicatesAmong(settings.duplicates(), settings.seed()),
                        settings.batch());
        Load load =
                new Load(
                        settings,
                        content,
                        server::publish,
                        RunEnd.bySignal()::endsWithin,
                        System::nanoTime);
        LoadReport report = new LoadReport(load.tally(), settings.batch());
        ProgressLine progress = ProgressLine.onStderr();
        long start = System.nanoTime();
        load.run(() -> progress.show(report.live(secondsSince(start))));
        double seconds = secondsSince(start);
        progress.end();

        List<Thresholds.Verdict> verdicts = settings.thresholds().check(load.tally());
        System.out.print(report.text(seconds, verdicts));
        System.out.print(ServerCount.text(server, before, report.check()));
        return verdicts.stream().allMatch(Thresholds.Verdict::isKept) ? 0 : 1;
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private LoadSettings settings() {
        try {
            return LoadSettings.of(
                    new LoadSettings.Flags(
                            url,
                            users,
                            duration,
                            pause,
                            rate,
                            duplicates,
                            batch,
                            topics,
                            seed,
                            p95,
                            errors),
                    System.getenv());
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
