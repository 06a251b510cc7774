package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle tail}: prints the events of a server's log as they are committed. */
@Command(
        name = "tail",
        description = {
            "Prints every event as it is committed, one line of JSON each, until it is stopped.",
            "Connects again where the connection breaks off, and misses nothing."
        },
        mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Api api = new Api();

    @Option(
            names = "--after",
            paramLabel = "<position>",
            defaultValue = "end",
            description = "Begin behind this position, 0 for the whole log (${DEFAULT-VALUE}).")
    private String after = "";

    @Option(
            names = "--stream",
            paramLabel = "<category/key>",
            description = "Only this stream, such as audit/main or topic/orders.")
    private Optional<String> stream = Optional.empty();

    @Option(
            names = "--type",
            paramLabel = "<type>",
            description = "Only this type; may be repeated: any of them.")
    private List<String> types = new ArrayList<>();

    @Option(
            names = "--tag",
            paramLabel = "<key:value>",
            description = "Only with this tag; may be repeated: all of them.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--count", paramLabel = "<number>", description = "Stop after so many events.")
    private Optional<Long> count = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (count.isPresent() && count.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1");
        }
        return new Following(api, path(), count.orElse(Long.MAX_VALUE)).run();
    }

    private String path() {
        StringBuilder path = new StringBuilder("/events/stream?after=").append(Api.encoded(after));
        stream.ifPresent(it -> path.append("&stream=").append(Api.encoded(it)));
        types.forEach(type -> path.append("&type=").append(Api.encoded(type)));
        tags.forEach(tag -> path.append("&tag=").append(Api.encoded(tag)));
        return path.toString();
    }
}
