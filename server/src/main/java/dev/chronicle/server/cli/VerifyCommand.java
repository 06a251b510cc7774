package dev.chronicle.server.cli;

import dev.chronicle.store.StoreInUseException;
import dev.chronicle.store.segment.LogVerifier;
import dev.chronicle.store.segment.VerificationReport;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** {@code chronicle verify}: checks every record of a log that no server has open. */
@Command(
        name = "verify",
        description = "Checks every record of a log that no server has open; changes nothing.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "<directory>", description = "The directory of the log.")
    private Path directory = Path.of("data");

    @Override
    public Integer call() {
        VerificationReport report = verify();
        report.notes().forEach(note -> System.out.println("note: " + note));
        report.damage().forEach(damage -> System.out.println("damage: " + damage));
        System.out.printf(
                "%s: %,d events in %,d groups, %,d files, %,d bytes; %,d of them in the index%n",
                report.isSound() ? "sound" : "DAMAGED",
                report.events(),
                report.groups(),
                report.segments(),
                report.bytes(),
                report.indexedEvents());
        return report.isSound() ? 0 : 1;
    }

    private VerificationReport verify() {
        ProgressLine progress = ProgressLine.onStderr();
        try {
            return LogVerifier.verify(
                    directory, events -> progress.show("%,d events read".formatted(events)));
        } catch (NotDirectoryException e) {
            throw new CommandFailedException("no such directory: " + directory, e);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no log in " + directory, e);
        } catch (StoreInUseException e) {
            throw new CommandFailedException("a server has the log open: " + directory, e);
        } catch (IOException e) {
            throw new CommandFailedException(
                    "cannot read the log in %s: %s".formatted(directory, e), e);
        } finally {
            progress.end();
        }
    }
}
