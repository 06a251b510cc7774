package dev.chronicle.examples.bank;

import dev.chronicle.event.JsonCodec;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.Snapshots;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.SnapshotStore;

/** Where the rules meet a store. */
final class Bank {

    /** The streams of accounts are {@code BankAccount/<id>}. */
    static final String CATEGORY = "BankAccount";

    static final JsonEventCodec<BankEvent> EVENTS = JsonEventCodec.of(BankEvent.class);

    private static final JsonCodec<BankAccount> STATES = JsonCodec.of(BankAccount.class);

    private Bank() {}

    // aggregates
    static Aggregates<BankCommand, BankEvent, BankAccount, BankError> accounts(
            EventStore store, SnapshotStore snapshots) {
        return Aggregates.of(store, CATEGORY, new BankRules(), EVENTS)
                .snapshots(new Snapshots<>(snapshots, 5, "1", STATES::encode, STATES::decode))
                .build();
    }
    // aggregates
}
