package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.cluster.CallOptions.Placement;
import dev.chronicle.event.Event;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.AppendResult;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.telemetry.Telemetry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

class GatewayTest {

    private static final StreamId STREAM = new StreamId("order", "1");

    private final FakeCluster cluster = new FakeCluster("a", "b", "c");
    private final NoTime time = new NoTime();
    private final Map<String, Gateway> gateways = new TreeMap<>();
    private final List<EventStore> stores = new ArrayList<>();

    GatewayTest() {
        for (String node : List.of("a", "b", "c")) {
            gateways.put(
                    node,
                    new Gateway(
                            cluster.registry(node),
                            cluster.node(node).network(),
                            time,
                            new Telemetry()));
        }
    }

    /** Time that passes only where somebody waits; draws the least number. */
    private static final class NoTime implements Waits {

        private final List<Duration> pauses = new ArrayList<>();
        private long now;

        @Override
        public synchronized void pause(Duration duration) {
            pauses.add(duration);
            now += duration.toNanos();
        }

        @Override
        public synchronized long nanoTime() {
            return now;
        }

        @Override
        public RandomGenerator random() {
            return new RandomGenerator() {
                @Override
                public long nextLong() {
                    return 0;
                }

                @Override
                public long nextLong(long origin, long bound) {
                    return origin;
                }
            };
        }
    }

    @AfterEach
    void close() {
        gateways.values().forEach(Gateway::close);
        cluster.close();
        stores.forEach(EventStore::close);
    }

    private MemoryEventStore offer(String node) {
        MemoryEventStore store = new MemoryEventStore();
        stores.add(store);
        gateway(node).offer("orders", "w", store);
        return store;
    }

    private static NewEvent event(String id) {
        return NewEvent.of(STREAM, "Happened").id(id).build();
    }

    private static List<AppendResult> append(EventStore worker, String id) throws Exception {
        return worker.append(List.of(event(id))).get();
    }

    private static List<String> ids(EventStore store) {
        try (Stream<Event> events = store.read(Query.all(), Position.START)) {
            return events.map(it -> it.id().value()).toList();
        }
    }

    private Gateway gateway(String node) {
        return Objects.requireNonNull(gateways.get(node), node);
    }

    private Gateway a() {
        return gateway("a");
    }

    @Test
    void a_store_of_another_node_is_used_as_if_it_were_here() throws Exception {
        MemoryEventStore store = offer("b");

        List<AppendResult> results = a().execute("orders", worker -> append(worker, "1"));

        assertThat(results).containsExactly(new AppendResult.Appended(new Position(1), 1));
        assertThat(ids(store)).containsExactly("1");
        assertThat(a().<List<String>>execute("orders", GatewayTest::ids)).containsExactly("1");
    }

    @Test
    void each_worker_gets_its_turn() throws Exception {
        List<MemoryEventStore> three = List.of(offer("a"), offer("b"), offer("c"));

        for (int i = 0; i < 9; i++) {
            String id = "e" + i;
            a().execute("orders", worker -> append(worker, id));
        }

        assertThat(three).allSatisfy(store -> assertThat(ids(store)).hasSize(3));
    }

    @Test
    void turns_are_of_a_store_so_that_calls_to_another_do_not_disturb_them() throws Exception {
        MemoryEventStore first = offer("a");
        MemoryEventStore second = offer("b");
        MemoryEventStore other = new MemoryEventStore();
        stores.add(other);
        gateway("c").offer("stock", "w", other);

        for (int i = 0; i < 4; i++) {
            String id = "e" + i;
            a().execute("orders", worker -> append(worker, id));
            a().execute("stock", worker -> append(worker, id));
        }

        assertThat(ids(first)).hasSize(2);
        assertThat(ids(second)).hasSize(2);
        assertThat(ids(other)).hasSize(4);
    }

    @Test
    void a_local_worker_is_preferred_where_asked() throws Exception {
        MemoryEventStore here = offer("b");
        MemoryEventStore there = offer("a");
        CallOptions local = CallOptions.defaults().placement(Placement.LOCAL_FIRST);

        for (int i = 0; i < 4; i++) {
            String id = "e" + i;
            gateway("b").execute("orders", local, worker -> append(worker, id));
        }

        assertThat(ids(here)).hasSize(4);
        assertThat(ids(there)).isEmpty();
    }

    @Test
    void a_call_goes_to_another_worker_when_one_fails() throws Exception {
        offer("b");
        MemoryEventStore alive = offer("c");
        cluster.network().loseRequests("b", 1);

        for (int i = 0; i < 2; i++) {
            String id = "e" + i;
            a().execute("orders", worker -> append(worker, id));
        }

        assertThat(ids(alive)).isNotEmpty();
        assertThat(time.pauses).containsExactly(Duration.ofMillis(101));
    }

    @Test
    void an_append_that_is_retried_after_a_lost_answer_stores_nothing_twice() throws Exception {
        MemoryEventStore store = offer("b");
        cluster.network().loseAnswers("b", 2);
        NewEvent event = event("once");

        List<AppendResult> results =
                a().execute("orders", worker -> worker.append(List.of(event)).get());

        assertThat(results).containsExactly(new AppendResult.Duplicate(new Position(1)));
        assertThat(ids(store)).containsExactly("once");
        assertThat(time.pauses).containsExactly(Duration.ofMillis(101), Duration.ofMillis(201));
    }

    @Test
    void the_condition_of_an_append_whose_answer_was_lost_does_not_refuse_its_retry()
            throws Exception {
        MemoryEventStore store = offer("b");
        cluster.network().loseAnswers("b", 1);
        NewEvent event = event("once");

        assertThat(
                        a().<List<AppendResult>>execute(
                                        "orders",
                                        worker ->
                                                worker.append(
                                                                List.of(event),
                                                                AppendCondition.noStream(STREAM))
                                                        .get()))
                .containsExactly(new AppendResult.Duplicate(new Position(1)));
        assertThat(ids(store)).containsExactly("once");
    }

    @Test
    void after_the_last_attempt_it_says_how_often_and_why() {
        offer("b");
        cluster.network().loseRequests("b", 100);

        assertThatThrownBy(() -> a().execute("orders", worker -> append(worker, "1")))
                .isInstanceOfSatisfying(
                        RetriesExhaustedException.class, e -> assertThat(e.attempts()).isEqualTo(5))
                .hasCauseInstanceOf(StoreUnreachableException.class);
        assertThat(time.pauses)
                .containsExactly(
                        Duration.ofMillis(101),
                        Duration.ofMillis(201),
                        Duration.ofMillis(401),
                        Duration.ofMillis(801));
    }

    @Test
    void a_failed_condition_is_thrown_as_it_is_and_never_retried() {
        offer("b");
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                a().execute(
                                                "orders",
                                                worker -> {
                                                    tries.incrementAndGet();
                                                    return worker.append(
                                                                    List.of(event("1")),
                                                                    AppendCondition.sequence(
                                                                            STREAM, 7))
                                                            .get();
                                                }))
                .isInstanceOfSatisfying(
                        UnexpectedSequenceException.class,
                        e -> {
                            assertThat(e.stream()).isEqualTo(STREAM);
                            assertThat(e.expected()).isEqualTo(7);
                            assertThat(e.actual()).isZero();
                        });
        assertThat(tries).hasValue(1);
    }

    @Test
    void a_bad_argument_and_a_failure_of_the_work_itself_are_never_retried() {
        offer("b");
        AtomicInteger tries = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                a().execute(
                                                "orders",
                                                _ -> {
                                                    tries.incrementAndGet();
                                                    throw new IllegalArgumentException("bad");
                                                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                a().execute(
                                                "orders",
                                                _ -> {
                                                    tries.incrementAndGet();
                                                    throw new IOException("checked");
                                                }))
                .isInstanceOf(WorkFailedException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(tries).hasValue(2);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void where_nobody_works_it_waits_for_somebody_and_then_gives_up() {
        assertThatThrownBy(() -> a().execute("nothing", GatewayTest::ids))
                .isInstanceOf(RetriesExhaustedException.class)
                .hasCauseInstanceOf(NoWorkersException.class);
        assertThat(time.pauses).hasSize(4);
    }

    @Test
    void no_attempt_begins_after_the_deadline() {
        offer("b");
        cluster.network().loseRequests("b", 100);
        CallOptions hurried = CallOptions.defaults().deadline(Duration.ofMillis(500));

        assertThatThrownBy(() -> a().execute("orders", hurried, worker -> append(worker, "1")))
                .isInstanceOfSatisfying(
                        RetriesExhaustedException.class,
                        e -> assertThat(e.attempts()).isEqualTo(3));
        assertThat(time.pauses).containsExactly(Duration.ofMillis(101), Duration.ofMillis(201));
    }

    @Test
    void work_that_takes_too_long_is_interrupted_and_done_by_another() throws Exception {
        offer("b");
        offer("c");
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        CallOptions hurried = CallOptions.defaults().attemptTimeout(Duration.ofMillis(50));

        String result =
                a().execute(
                                "orders",
                                hurried,
                                _ -> {
                                    if (tries.incrementAndGet() == 1) {
                                        try {
                                            new CountDownLatch(1).await();
                                        } catch (InterruptedException e) {
                                            interrupted.countDown();
                                            throw e;
                                        }
                                    }
                                    return "done";
                                });

        assertThat(result).isEqualTo("done");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_worker_whose_node_dies_is_called_no_more() throws Exception {
        offer("b");
        MemoryEventStore alive = offer("c");
        gateway("b").close();
        gateways.remove("b");
        cluster.kill("b");
        eventually("b is out", () -> cluster.registry("a").workers("orders").size() == 1);

        for (int i = 0; i < 3; i++) {
            String id = "e" + i;
            a().execute("orders", worker -> append(worker, id));
        }

        assertThat(ids(alive)).hasSize(3);
        assertThat(time.pauses).isEmpty();
    }

    @Test
    void a_store_that_is_offered_without_a_majority_works_as_soon_as_there_is_one() {
        cluster.network().cut("b");
        offer("b");
        assertThat(cluster.registry("b").workers("orders")).isEmpty();

        cluster.network().heal();

        eventually("it works", () -> cluster.registry("a").workers("orders").size() == 1);
    }

    @Test
    void a_store_that_is_closed_is_taken_out_by_itself() {
        offer("b").close();

        eventually("nobody works", () -> cluster.registry("a").workers("orders").isEmpty());
    }

    @Test
    void an_offer_that_is_closed_is_called_no_more_and_its_store_stays_open() {
        MemoryEventStore store = new MemoryEventStore();
        stores.add(store);
        var offer = gateway("b").offer("orders", "w", store);
        assertThatThrownBy(() -> gateway("b").offer("orders", "w", store))
                .isInstanceOf(IllegalStateException.class);
        offer.close();
        offer.close();

        assertThat(cluster.registry("a").workers("orders")).isEmpty();
        assertThat(ids(store)).isEmpty();
    }

    @Test
    void a_cast_is_done_once_and_not_waited_for() throws Exception {
        MemoryEventStore store = offer("b");

        a().cast("orders", worker -> append(worker, "1"));

        eventually("it is stored", () -> ids(store).equals(List.of("1")));
    }

    @Test
    void a_cast_to_nobody_says_so() {
        assertThatThrownBy(() -> a().cast("nothing", GatewayTest::ids))
                .isInstanceOf(NoWorkersException.class);
    }

    @Test
    void a_cast_that_fails_is_not_tried_again() throws Exception {
        offer("b");
        CountDownLatch done = new CountDownLatch(1);
        AtomicInteger tries = new AtomicInteger();
        cluster.network().loseRequests("b", 1);

        a().cast(
                        "orders",
                        worker -> {
                            tries.incrementAndGet();
                            try {
                                return worker.head();
                            } finally {
                                done.countDown();
                            }
                        });

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(tries).hasValue(1);
        assertThat(time.pauses).isEmpty();
    }
}
