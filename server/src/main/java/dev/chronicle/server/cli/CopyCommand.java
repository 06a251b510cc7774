package dev.chronicle.server.cli;

import dev.chronicle.event.Position;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.EventStoreException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code chronicle copy}: moves a log from one store to another. */
@Command(
        name = "copy",
        description = {
            "Copies a log into another store, each event to the same place, and compares.",
            "Again, it goes on where it was cut off. Snapshots and checkpoints are not copied."
        },
        mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {

    private static final int EVERY = 10_000;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "<log>",
            description = "A directory, sqlite:path or postgresql://user:password@host:port/db.")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "<log>",
            description = "The same, empty or begun by this command; nothing else may write it.")
    private String to = "";

    private long reported;

    @Override
    public Integer call() throws InterruptedException {
        StoreLocation source = location("--from", from);
        StoreLocation target = location("--to", to);
        if (source.equals(target)) {
            throw new ParameterException(
                    spec.commandLine(), "--from and --to must not be the same");
        }
        requireThere(source);
        SourceClock clock = new SourceClock();
        try (EventStore reading = OpenStore.at(source);
                EventStore writing = OpenStore.at(target, clock)) {
            Position end = new LogCopy(reading, writing, clock).run(this::report);
            System.out.printf(
                    "%s has the %,d events of %s at their places, with their times%n",
                    target, end.value(), source);
            return 0;
        } catch (LogCopy.MismatchException | EventStoreException e) {
            throw new CommandFailedException(e.getMessage(), e);
        }
    }

    private StoreLocation location(String flag, String text) {
        try {
            return new Setting(flag, text).location();
        } catch (Settings.InvalidException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    /** Opening would make an empty log where there is none. */
    private static void requireThere(StoreLocation source) {
        Path path =
                switch (source) {
                    case StoreLocation.InDirectory(Path directory) -> directory;
                    case StoreLocation.InSqlite(Path file) -> file;
                    case StoreLocation.InPostgres _ -> null;
                };
        if (path != null && !Files.exists(path)) {
            throw new CommandFailedException("there is no log in " + path);
        }
    }

    private void report(long position) {
        if (position - reported >= EVERY) {
            reported = position;
            System.err.printf("%,d events copied%n", position);
        }
    }
}
