package dev.chronicle.examples;

import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.examples.SourcingQuickStart.Command.Deposit;
import dev.chronicle.examples.SourcingQuickStart.Command.Withdraw;
import dev.chronicle.examples.SourcingQuickStart.Happened.Deposited;
import dev.chronicle.examples.SourcingQuickStart.Happened.Withdrawn;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.store.segment.SegmentEventStore;

import java.nio.file.Path;

/** Event sourcing from the domain to the disk. Takes the directory to use. */
final class SourcingQuickStart {

    private SourcingQuickStart() {}

    // domain
    sealed interface Command {
        record Deposit(long cents) implements Command {}

        record Withdraw(long cents) implements Command {}
    }

    sealed interface Happened {
        record Deposited(long cents) implements Happened {}

        record Withdrawn(long cents) implements Happened {}
    }

    static final class Account implements Decider<Command, Happened, Long, String> {
        public Long initial() {
            return 0L;
        }

        public Decision<Happened, String> handle(Long balance, Command command) {
            return switch (command) {
                case Deposit(long cents) -> Decision.accept(new Deposited(cents));
                case Withdraw(long cents) when cents > balance -> Decision.reject("not covered");
                case Withdraw(long cents) -> Decision.accept(new Withdrawn(cents));
            };
        }

        public Long apply(Long balance, Happened event) {
            return switch (event) {
                case Deposited(long cents) -> balance + cents;
                case Withdrawn(long cents) -> balance - cents;
            };
        }
    }

    // domain

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args.length > 0 ? args[0] : "data/sourcing");
        // run
        var codec = JsonEventCodec.of(Happened.class);
        try (var store = SegmentEventStore.open(directory);
                var accounts = Aggregates.of(store, "Account", new Account(), codec).build()) {
            System.out.println(accounts.execute("a-1", new Deposit(100)));
            System.out.println(accounts.execute("a-1", new Withdraw(101)));
            System.out.println(accounts.load("a-1"));
        }
        // run
    }
}
