package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.SeededRandomness;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Three nodes share a log, and none hears of another's commits but over the network. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SeededRandomness.class)
class SharedStoreTest {

    private static final StreamId STREAM = new StreamId("shared", "log");
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(20);
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final MemoryEventStore log = new MemoryEventStore();
    private final Nodes nodes = new Nodes("a", "b", "c");
    private final List<EventStore> opened = new ArrayList<>();

    private EventStore store(String node, Duration lookEvery) {
        EventStore store = nodes.distribution(node).store("log", new DeafStore(log), lookEvery);
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(EventStore::close);
        nodes.close();
        log.close();
    }

    private static NewEvent event(String id) {
        return NewEvent.of(STREAM, "Happened").id(id).build();
    }

    private static FutureTask<List<Event>> waiting(Subscription events) {
        FutureTask<List<Event>> take = new FutureTask<>(() -> events.take(10, NEVER));
        Threads.awaitBlocked(Thread.ofVirtual().start(take));
        return take;
    }

    private static List<Event> taken(FutureTask<List<Event>> take) throws Exception {
        return take.get(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_commit_on_one_node_wakes_the_subscribers_of_all() throws Exception {
        EventStore a = store("a", NEVER);
        EventStore b = store("b", NEVER);
        EventStore c = store("c", NEVER);
        try (Subscription onA = a.subscribe(Query.all(), Position.START);
                Subscription onB = b.subscribe(Query.all(), Position.START);
                Subscription onC = c.subscribe(Query.all(), Position.START)) {
            var takes = List.of(waiting(onA), waiting(onB), waiting(onC));
            b.append(List.of(event("1"))).get();
            for (var take : takes) {
                assertThat(taken(take)).extracting(it -> it.id().value()).containsExactly("1");
            }
        }
        assertThat(a.head()).isEqualTo(new Position(1));
    }

    @Test
    void a_commit_that_nobody_told_of_is_found_by_looking() throws Exception {
        EventStore a = store("a", SOON);
        EventStore b = store("b", SOON);
        nodes.network().loseTold(true);
        try (Subscription onB = b.subscribe(Query.all(), Position.START)) {
            var take = waiting(onB);
            a.append(List.of(event("1"))).get();
            assertThat(taken(take)).hasSize(1);
        }
    }

    @Test
    void a_commit_that_nobody_told_of_is_found_with_the_next_one() throws Exception {
        EventStore a = store("a", NEVER);
        EventStore b = store("b", NEVER);
        nodes.network().loseTold(true);
        a.append(List.of(event("1"))).get();
        Eventually.eventually("a has told of the first", () -> a.head().value() == 1);
        try (Subscription onB = b.subscribe(Query.all(), Position.START)) {
            nodes.network().loseTold(false);
            a.append(List.of(event("2"))).get();
            List<Event> seen = new ArrayList<>();
            while (seen.size() < 2) {
                seen.addAll(onB.take(10, Threads.PATIENCE));
            }
            assertThat(seen).extracting(it -> it.id().value()).containsExactly("1", "2");
        }
    }

    @Test
    void a_head_that_cannot_be_read_is_not_believed() throws Exception {
        EventStore b = store("b", NEVER);
        EventStore a = store("a", NEVER);
        Network liar = nodes.cluster().node("c").network();
        try (Subscription onB = b.subscribe(Query.all(), Position.START)) {
            byte[] lie = new WireWriter().i64(1_000_000).toByteArray();
            liar.tell(Service.WAKE_UP, Switchboard.addressed("test", "log", lie));
            assertThat(onB.take(1, Duration.ZERO)).isEmpty();
            assertThat(b.head()).isEqualTo(Position.START);
            a.append(List.of(event("1"))).get();
            assertThat(onB.take(1, Threads.PATIENCE)).hasSize(1);
        }
    }

    @Test
    void nodes_that_commit_at_once_are_seen_in_order_though_wake_ups_are_lost(
            RandomGenerator random) {
        int events = Boolean.getBoolean("chronicle.slow") ? 200_000 : 6_000;
        AtomicInteger left = new AtomicInteger(events);
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (String node : NAMES) {
            EventStore store = store(node, SOON);
            tasks.add(() -> write(store, node, left));
            tasks.add(() -> follow(store, events));
            tasks.add(() -> follow(store, events));
        }
        Thread.ofPlatform()
                .start(
                        () -> {
                            while (!over.get()) {
                                nodes.network().loseTold(random.nextInt(3) > 0);
                                LockSupport.parkNanos(100_000);
                            }
                        });
        try {
            Threads.race(tasks);
        } finally {
            over.set(true);
        }
        assertThat(log.head().value()).isGreaterThanOrEqualTo(events);
    }

    private static int write(EventStore store, String node, AtomicInteger left) {
        int written = 0;
        while (left.getAndDecrement() > 0) {
            store.append(List.of(event(node + "-" + written))).join();
            written++;
        }
        return written;
    }

    private static int follow(EventStore store, int events) throws InterruptedException {
        long seen = 0;
        try (Subscription subscription = store.subscribe(Query.all(), Position.START)) {
            while (seen < events) {
                for (Event event : subscription.take(100, Threads.PATIENCE)) {
                    seen++;
                    assertThat(event.position().value()).isEqualTo(seen);
                }
            }
        }
        return (int) seen;
    }

    @Test
    void a_log_of_the_same_name_in_another_system_is_another_log() throws Exception {
        MemoryEventStore other = new MemoryEventStore();
        try (WorkerRegistry registryA = nodes.cluster().registry("a", "other");
                WorkerRegistry registryB = nodes.cluster().registry("b", "other");
                EventStore otherA =
                        nodes.distribution("a", "other", registryA)
                                .store("log", new DeafStore(other), NEVER);
                EventStore otherB =
                        nodes.distribution("b", "other", registryB)
                                .store("log", new DeafStore(other), NEVER)) {
            EventStore a = store("a", NEVER);
            EventStore b = store("b", NEVER);
            a.append(List.of(event("1"), event("2"))).get();
            try (Subscription onB = b.subscribe(Query.all(), Position.START)) {
                assertThat(onB.take(10, Threads.PATIENCE)).hasSize(2);
            }
            assertThat(otherB.head()).isEqualTo(Position.START);
            try (Subscription onOther = otherB.subscribe(Query.all(), Position.START)) {
                assertThat(onOther.take(1, Duration.ZERO)).isEmpty();
                otherA.append(List.of(event("3"))).get();
                assertThat(onOther.take(10, Threads.PATIENCE))
                        .extracting(it -> it.id().value())
                        .containsExactly("3");
            }
        }
    }

    @Test
    void a_node_has_a_log_once_and_can_have_it_again_when_it_is_closed() {
        EventStore first = store("a", NEVER);
        EventStore second = new DeafStore(log);
        assertThatThrownBy(() -> nodes.distribution("a").store("log", second))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name=log");
        first.close();
        assertThat(store("a", NEVER).head()).isEqualTo(Position.START);
    }
}
