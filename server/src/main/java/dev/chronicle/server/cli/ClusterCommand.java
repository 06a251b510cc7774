package dev.chronicle.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;

/** {@code chronicle cluster}: what has to do with several servers as one. */
@Command(
        name = "cluster",
        description = "Looks at the cluster that a server is a node of.",
        mixinStandardHelpOptions = true,
        subcommands = ClusterCommand.StatusCommand.class)
final class ClusterCommand implements Runnable {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        CommandLine.usage(spec.commandLine(), System.out);
    }

    /** {@code chronicle cluster status}: asks a server. */
    @Command(
            name = "status",
            description = "Asks a server for its cluster's nodes, leader, workers and shared work.",
            mixinStandardHelpOptions = true)
    static final class StatusCommand implements Callable<Integer> {

        @Mixin private Api api = new Api();

        @Override
        public Integer call() throws InterruptedException {
            return Api.print(api.get("/cluster"));
        }
    }
}
