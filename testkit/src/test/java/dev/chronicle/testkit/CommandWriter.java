package dev.chronicle.testkit;

import dev.chronicle.event.EventData;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.Snapshots;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.segment.SegmentEventStore;
import dev.chronicle.store.segment.SegmentSnapshotStore;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The program that {@link CommandKillIT} kills: executes commands without end, from several
 * threads, on aggregates that they share, and says on its output what came to an outcome, one line
 * each: the number of the command, the sequence of the aggregate after it, and a full stop.
 */
final class CommandWriter {

    static final int THREADS = 6;
    static final int AGGREGATES = 4;
    static final int FREQUENCY = 5;

    /** In the metadata of each event: which command it is of. */
    static final String NUMBER = "number";

    private CommandWriter() {}

    static String aggregate(long number) {
        return "account-" + number % AGGREGATES;
    }

    /** One of four has several events. */
    static int events(long number) {
        return number / THREADS % 4 == 0 ? 3 : 1;
    }

    /** Two of three have an id, and can be sent again. */
    static boolean isNamed(long number) {
        return number / THREADS % 3 != 0;
    }

    static Aggregates.Builder<Command, Happened, Account, Refusal> accounts(EventStore store) {
        return Aggregates.of(store, "Account", new Account.Rules(), new Account.Codec());
    }

    static Snapshots<Account> snapshots(SnapshotStore kept) {
        return new Snapshots<>(
                kept,
                FREQUENCY,
                "1",
                account ->
                        EventData.json(
                                Long.toString(account instanceof Account.Open(long it) ? it : 0)),
                data -> new Account.Open(Long.parseLong(data.text())));
    }

    /**
     * @param arguments the directory, then the first command of each thread
     */
    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        PrintStream outcomes = System.out;
        List<Thread> threads = new ArrayList<>();
        try (EventStore store = SegmentEventStore.open(directory);
                SnapshotStore kept = SegmentSnapshotStore.open(directory);
                var accounts = accounts(store).snapshots(snapshots(kept)).build()) {
            for (int i = 0; i < THREADS; i++) {
                long first = Long.parseLong(arguments[i + 1]);
                threads.add(
                        Thread.ofPlatform()
                                .start(() -> executeWithoutEnd(accounts, first, outcomes)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void executeWithoutEnd(
            Aggregates<Command, Happened, Account, Refusal> accounts,
            long first,
            PrintStream target) {
        for (long number = first; ; number += THREADS) {
            CommandOptions options =
                    CommandOptions.defaults().metadata(Map.of(NUMBER, Long.toString(number)));
            if (isNamed(number)) {
                options = options.id("command-" + number);
            }
            Command command = new Command.DepositOnes(events(number));
            try {
                if (accounts.execute(aggregate(number), command, options)
                        instanceof Outcome.Accepted<Happened, Refusal>(var _, long sequence)) {
                    // one call, one write: lines of two threads must not mix
                    byte[] line =
                            (number + " " + sequence + " .\n").getBytes(StandardCharsets.UTF_8);
                    target.write(line, 0, line.length);
                    target.flush();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
