package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle dead-letters}: shows, and replays, what no consumer could handle. */
@Command(
        name = "dead-letters",
        description = "Shows what no consumer could handle; with --replay, puts it back.",
        mixinStandardHelpOptions = true)
final class DeadLettersCommand implements Callable<Integer> {

    private static final String PATH = "/queues/dead-letters";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Api api = new Api();

    @Option(
            names = "--queue",
            paramLabel = "<name>",
            description = "Of this queue, audit or aggregator (both; needed to replay).")
    private Optional<String> queue = Optional.empty();

    @Option(
            names = "--limit",
            paramLabel = "<number>",
            defaultValue = "20",
            description = "Show at most so many of each, 1 to 1000 (${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--replay",
            paramLabel = "<id>",
            description = "Put the one with this id, or all, at the end of its queue again.")
    private Optional<String> replay = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (replay.isEmpty()) {
            String only = queue.map(name -> "&queue=" + encoded(name)).orElse("");
            return Api.print(api.get(PATH + "?limit=" + limit + only));
        }
        if (queue.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--replay needs a --queue");
        }
        String which = replay.get().equals("all") ? "" : "&id=" + encoded(replay.get());
        String path = PATH + "/replay?queue=" + encoded(queue.get()) + which;
        return Api.print(api.post(path, ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
