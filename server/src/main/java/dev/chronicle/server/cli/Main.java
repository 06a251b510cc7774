package dev.chronicle.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code chronicle} command. */
@Command(
        name = "chronicle",
        description = "An audit log and event store.",
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    /** Runs one command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
