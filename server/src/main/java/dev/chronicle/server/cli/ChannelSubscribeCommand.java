package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code chronicle channel subscribe}: prints the messages of a topic as they come. */
@Command(
        name = "subscribe",
        description = {
            "Prints every message of a topic, one line of JSON each, until it is stopped.",
            "Connects again where the connection breaks off; what comes meanwhile is missed,",
            "unless the channel keeps a history."
        },
        mixinStandardHelpOptions = true)
final class ChannelSubscribeCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Api api = new Api();

    @Parameters(index = "0", paramLabel = "<channel>", description = "Such as alerts or events.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "<topic>",
            description = "Such as user.created, 'user.*' or 'user.>'.")
    private String topic = "";

    @Option(
            names = "--count",
            paramLabel = "<number>",
            description = "Stop after so many messages.")
    private Optional<Long> count = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        if (count.isPresent() && count.get() < 1) {
            throw new ParameterException(spec.commandLine(), "--count must be at least 1");
        }
        String path = "/channels/%s/%s".formatted(Api.encoded(channel), Api.encoded(topic));
        return new Following(api, path, count.orElse(Long.MAX_VALUE)).run();
    }
}
