package dev.chronicle.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/**
 * The {@code chronicle} command. Exit codes: 0 for success, 1 for what failed, 2 for a command line
 * or a setting that makes no sense.
 */
@Command(
        name = "chronicle",
        description = "An audit log and event store.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            ServeCommand.class,
            VerifyCommand.class,
            HealthCommand.class,
            IngestCommand.class,
            FloodCommand.class,
            PublishCommand.class,
            LoadCommand.class,
            ListEventsCommand.class,
            TailCommand.class,
            ChannelCommand.class,
            DeadLettersCommand.class,
            CopyCommand.class
        })
public final class Main implements Runnable {

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    private static int misused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("chronicle: " + e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return 2;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        if (e instanceof CommandFailedException) {
            command.getErr().println("chronicle: " + e.getMessage());
        } else {
            e.printStackTrace(command.getErr());
        }
        return 1;
    }

    /** The version in the jar's manifest. */
    static final class Version implements IVersionProvider {

        static String text() {
            String version = Main.class.getPackage().getImplementationVersion();
            return version == null ? "development" : version;
        }

        @Override
        public String[] getVersion() {
            return new String[] {"Chronicle " + text()};
        }
    }
}
