package dev.chronicle.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code chronicle verify}: checks every record of a log that no server has open. */
@Command(
        name = "verify",
        description = "Checks every record of the log in a directory.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<directory>", description = "The directory of the log.")
    private Path directory = Path.of("data");

    @Override
    public Integer call() {
        if (!Files.isDirectory(directory)) {
            throw new CommandFailedException("no such directory: " + directory);
        }
        throw new CommandFailedException("there is no log on disk to verify yet");
    }
}
