package dev.chronicle.cluster;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.store.Append;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.Direction;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreStatus;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Durability;
import dev.chronicle.testkit.EventStoreContract;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A store of another node keeps the whole contract of a store. */
class RemoteEventStoreTest extends EventStoreContract {

    private static final Offers.Key KEY = new Offers.Key("orders", "w");

    @Override
    protected EventStore open(InstantSource clock) {
        FakeNetwork network = new FakeNetwork("here", "there");
        Network here = network.join("here");
        Network there = network.join("there");
        EventStore store = new MemoryEventStore(clock);
        there.serve(
                Service.STORE,
                new StoreService(
                        there.self(),
                        key -> key.equals(KEY) ? Optional.of(store) : Optional.empty()));
        return new Both(
                new RemoteEventStore(new StoreCalls(here, there.self(), KEY, StoreCalls.TIMEOUT)),
                store);
    }

    @Override
    protected Durability durability() {
        return Durability.GONE_WHEN_CLOSED;
    }

    @Override
    protected int rounds() {
        return 20;
    }

    /** Closes the store itself along with what stands for it. */
    private record Both(RemoteEventStore remote, EventStore itself) implements EventStore {

        @Override
        public CompletableFuture<List<AppendResult>> append(Append append) {
            return remote.append(append);
        }

        @Override
        public Stream<Event> read(Query query, Position after, long limit, Direction direction) {
            return remote.read(query, after, limit, direction);
        }

        @Override
        public Subscription subscribe(Query query, Position after) {
            return remote.subscribe(query, after);
        }

        @Override
        public Position head() {
            return remote.head();
        }

        @Override
        public StoreStatus status() {
            return remote.status();
        }

        @Override
        public void close() {
            remote.close();
            itself.close();
        }
    }
}
