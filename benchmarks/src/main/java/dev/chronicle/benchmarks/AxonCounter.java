package dev.chronicle.benchmarks;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** The domain of {@link Counter} as an aggregate of Axon Framework. */
public final class AxonCounter {

    @AggregateIdentifier private String id = "";
    private long balance;

    /** A command. */
    public record Deposit(@TargetAggregateIdentifier String id, long amount) {}

    /** An event. */
    public record Deposited(String id, long amount, long balance, String reference) {}

    /** What it is before its first event. */
    public AxonCounter() {}

    @CommandHandler
    void handle(Deposit command) {
        if (command.amount() <= 0) {
            throw new IllegalArgumentException("not positive");
        }
        AggregateLifecycle.apply(
                new Deposited(
                        command.id(),
                        command.amount(),
                        balance + command.amount(),
                        "a standing order"));
    }

    @EventSourcingHandler
    void on(Deposited event) {
        id = event.id();
        balance = event.balance();
    }
}
