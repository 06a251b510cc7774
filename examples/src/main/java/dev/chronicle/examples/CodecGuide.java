package dev.chronicle.examples;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventCodec.Encoded;
import dev.chronicle.event.EventData;
import dev.chronicle.event.EventType;
import dev.chronicle.event.JsonCodec;
import dev.chronicle.event.JsonEventCodec;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.event.UndecodableEventException;
import dev.chronicle.event.UnknownEventTypeException;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The code of docs/guide/codecs.md, one method per section. */
final class CodecGuide {

    private CodecGuide() {}

    // events
    sealed interface BankEvent {}

    record Opened(String owner, Optional<String> branch) implements BankEvent {}

    record MoneyDeposited(BigDecimal amount, String currency) implements BankEvent {}

    @EventType(value = "AccountClosed", aliases = "Closed")
    record AccountClosedForever(String reason) implements BankEvent {}

    // events

    record Balance(BigDecimal amount, String currency) {}

    public static void main(String[] args) throws Exception {
        StreamId account = StreamId.parse("BankAccount/account-123");
        try (EventStore store = new MemoryEventStore()) {
            store(store, account, new Opened("Ann", Optional.empty()));
            NewEvent old = old(account, "Deposited", "{\"sum\":5}");
            NewEvent unknown = old(account, "Stolen", "{}");
            NewEvent broken = old(account, "AccountClosed", "{\"why\":\"moved\"}");
            store.append(List.of(old, unknown, broken)).get();
            JsonEventCodec<BankEvent> codec = history();
            try (Stream<Event> events = store.read(Query.all(), Position.START)) {
                events.forEach(event -> System.out.println(read(codec, event)));
            }
        }
        snapshot(new Balance(new BigDecimal("5"), "EUR"));
    }

    private static NewEvent old(StreamId stream, String type, String json) {
        return NewEvent.of(stream, type).data(EventData.json(json)).build();
    }

    private static void store(EventStore store, StreamId account, BankEvent event)
            throws Exception {
        // encode
        JsonEventCodec<BankEvent> codec = JsonEventCodec.of(BankEvent.class);
        Encoded encoded = codec.encode(event);
        NewEvent offered =
                NewEvent.of(account, encoded.type())
                        .data(encoded.data())
                        .metadata(encoded.metadata())
                        .build();
        store.append(List.of(offered)).get();
        // encode
        System.out.println(encoded.type() + " " + encoded.data().text());
    }

    private static JsonEventCodec<BankEvent> history() {
        // history
        JsonEventCodec<BankEvent> codec =
                JsonEventCodec.builder(BankEvent.class)
                        .upcast("MoneyDeposited", 1, data -> data.put("currency", "EUR"))
                        .upcast("Deposited", 1, data -> data.set("amount", data.remove("sum")))
                        .retype("Deposited", 2, old -> old.as("MoneyDeposited", 1))
                        .build();
        // history
        return codec;
    }

    private static String read(JsonEventCodec<BankEvent> codec, Event stored) {
        // decode
        try {
            return switch (codec.decode(stored)) {
                case Opened(String owner, _) -> "opened by " + owner;
                case MoneyDeposited(BigDecimal amount, String currency) ->
                        "deposited " + amount + " " + currency;
                case AccountClosedForever(String reason) -> "closed: " + reason;
            };
        } catch (UnknownEventTypeException e) {
            return "never heard of " + e.type() + " at " + e.position();
        } catch (UndecodableEventException e) {
            return "at " + e.position() + " in " + e.path() + ": " + e.reason();
        }
        // decode
    }

    private static void snapshot(Balance balance) {
        // state
        JsonCodec<Balance> states = JsonCodec.of(Balance.class);
        System.out.println(states.decode(states.encode(balance)));
        // state
    }
}
