package dev.chronicle.examples;

import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.CheckpointStore;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Snapshot;
import dev.chronicle.store.SnapshotStore;
import dev.chronicle.store.postgres.PostgresEventStore;
import dev.chronicle.store.postgres.PostgresOptions;
import dev.chronicle.store.sqlite.SqliteCheckpointStore;
import dev.chronicle.store.sqlite.SqliteEventStore;
import dev.chronicle.store.sqlite.SqliteOptions;
import dev.chronicle.store.sqlite.SqliteSnapshotStore;

import java.nio.file.Path;
import java.util.List;

/** What {@code docs/guide/sql-stores.md} shows. */
public final class SqlStoresGuide {

    private static final StreamId ACCOUNT = StreamId.parse("BankAccount/account-123");

    private SqlStoresGuide() {}

    /**
     * Uses a log on SQLite, or on PostgreSQL.
     *
     * @param arguments a directory, or the URL of a database
     */
    public static void main(String[] arguments) throws Exception {
        String where = arguments[0];
        if (where.startsWith("postgresql:")) {
            postgres(where);
        } else {
            sqlite(Path.of(where));
        }
    }

    private static void postgres(String url) throws Exception {
        PostgresOptions options = PostgresOptions.of(url);
        EventStore store = PostgresEventStore.open(options);
        try (store) {
            append(store);
        }
    }

    private static void sqlite(Path directory) throws Exception {
        SqliteOptions options = SqliteOptions.of(directory.resolve("chronicle.db"));
        EventStore store = SqliteEventStore.open(options);
        SnapshotStore snapshots = SqliteSnapshotStore.open(options);
        CheckpointStore checkpoints = SqliteCheckpointStore.open(options);
        try (store;
                snapshots;
                checkpoints) {
            append(store);
            snapshots.save(ACCOUNT, new Snapshot(1, "v1", EventData.json("{\"balance\":100}")));
            checkpoints.save("balances", store.head());
            System.out.println(snapshots.latest(ACCOUNT).orElseThrow().data().text());
            System.out.println(checkpoints.load("balances"));
        }
    }

    private static void append(EventStore store) throws Exception {
        NewEvent deposited =
                NewEvent.of(ACCOUNT, "Deposited")
                        .id("payment-1")
                        .data(EventData.json("{\"amount\":100}"))
                        .build();
        System.out.println(store.append(List.of(deposited)).get());
        try (var events = store.read(Query.stream(ACCOUNT), Position.START)) {
            events.forEach(event -> System.out.println(event.type() + " " + event.data().text()));
        }
    }
}
