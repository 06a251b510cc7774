package dev.chronicle.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chronicle channel}: publishes to the channels of a server, and listens to them. */
@Command(
        name = "channel",
        description = "Publishes messages to the channels of a server, and listens to them.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ChannelPublishCommand.class,
            ChannelSubscribeCommand.class,
            ChannelSignCommand.class
        })
final class ChannelCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine.usage(spec.commandLine(), System.out);
    }
}
