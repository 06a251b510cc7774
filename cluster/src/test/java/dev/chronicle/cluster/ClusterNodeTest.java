package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;
import static dev.chronicle.cluster.Eventually.within;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.EventData;
import dev.chronicle.event.NewEvent;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.pubsub.Message;
import dev.chronicle.store.AppendCondition;
import dev.chronicle.store.Subscription;
import dev.chronicle.store.UnexpectedSequenceException;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Threads;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three real nodes with a secret, in one JVM; the tests that stop nodes come last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterNodeTest {

    private static final ClusterSecret SECRET = ClusterSecret.of("a secret of the tests");
    private static final StreamId STREAM = new StreamId("order", "1");

    @TempDir static Path directory;

    private static LocalNodes nodes;

    @BeforeAll
    static void start() throws InterruptedException {
        nodes = new LocalNodes(directory, Optional.of(SECRET), "a", "b", "c");
        for (String name : List.of("a", "b", "c")) {
            nodes.start(name);
        }
        eventually("all are there", () -> node("a").status().members().size() == 3);
        eventually("they have a leader", () -> node("c").status().leader().isPresent());
    }

    @AfterAll
    static void stop() {
        nodes.close();
    }

    private static ClusterNode node(String name) {
        return nodes.get(name);
    }

    private static List<String> workers(String node, String store) {
        return node(node).registry().workers(store).stream()
                .map(it -> it.node() + "/" + it.id())
                .toList();
    }

    @Test
    void all_nodes_agree_on_the_leader() {
        for (String name : List.of("a", "b", "c")) {
            eventually(
                    name + " knows the leader",
                    () -> node(name).status().leader().equals(node("a").status().leader()));
            assertThat(node(name).status().majority()).isTrue();
        }
    }

    @Test
    void all_nodes_see_what_each_registers() {
        for (String name : List.of("a", "b", "c")) {
            assertThat(node(name).registry().register("agreed", "w")).isTrue();
            assertThat(node(name).registry().register("agreed", "w")).isFalse();
            assertThat(workers(name, "agreed")).contains(name + "/w");
        }
        for (String name : List.of("a", "b", "c")) {
            eventually(
                    name + " sees all three",
                    () -> workers(name, "agreed").equals(List.of("a/w", "b/w", "c/w")));
        }
        assertThat(node("b").registry().unregister("agreed", "w")).isTrue();
        assertThat(node("b").registry().unregister("agreed", "w")).isFalse();
        eventually("b is out", () -> workers("a", "agreed").equals(List.of("a/w", "c/w")));
    }

    @Test
    void a_store_of_one_node_is_used_from_another() throws Exception {
        try (MemoryEventStore store = new MemoryEventStore();
                var _ = node("b").gateway().offer("remote", "w", store)) {
            Gateway gateway = node("c").gateway();
            eventually("c sees it", () -> !workers("c", "remote").isEmpty());
            NewEvent event =
                    NewEvent.of(STREAM, "Happened")
                            .id("1")
                            .data(EventData.of("x/y", new byte[300_000]))
                            .build();

            gateway.execute("remote", worker -> worker.append(List.of(event)).get());

            List<Event> read =
                    gateway.execute(
                            "remote",
                            worker -> {
                                try (Stream<Event> events =
                                        worker.read(Query.all(), Position.START)) {
                                    return events.toList();
                                }
                            });
            assertThat(read).hasSize(1);
            assertThat(read.getFirst().data()).isEqualTo(event.data());
            assertThatThrownBy(
                            () ->
                                    gateway.execute(
                                            "remote",
                                            worker ->
                                                    worker.append(
                                                                    List.of(
                                                                            NewEvent.of(STREAM, "X")
                                                                                    .build()),
                                                                    AppendCondition.noStream(
                                                                            STREAM))
                                                            .get()))
                    .isInstanceOf(UnexpectedSequenceException.class);
            List<Event> live =
                    gateway.execute(
                            "remote",
                            worker -> {
                                try (Subscription subscription =
                                        worker.subscribe(Query.all(), new Position(1))) {
                                    var _ =
                                            worker.append(
                                                    List.of(NewEvent.of(STREAM, "Y").build()));
                                    return subscription.take(1, Duration.ofSeconds(4));
                                }
                            });
            assertThat(live).extracting(Event::type).containsExactly("Y");
        }
    }

    @Test
    void a_message_of_a_channel_reaches_all_nodes_in_the_order_of_its_sender() {
        List<ConcurrentLinkedQueue<String>> heard =
                IntStream.range(0, 3).mapToObj(_ -> new ConcurrentLinkedQueue<String>()).toList();
        List<String> names = List.of("a", "b", "c");
        for (int i = 0; i < 3; i++) {
            ConcurrentLinkedQueue<String> queue = heard.get(i);
            node(names.get(i))
                    .channels()
                    .connect(
                            message -> {
                                queue.add(message.data().text());
                                return 1;
                            });
        }
        List<String> sent = IntStream.range(0, 500).mapToObj(Integer::toString).toList();
        for (String text : sent) {
            assertThat(
                            node("a")
                                    .channels()
                                    .send(
                                            Message.of(
                                                    "events",
                                                    "user.created",
                                                    EventData.json(text))))
                    .isEqualTo(1);
        }

        for (int i = 0; i < 3; i++) {
            ConcurrentLinkedQueue<String> queue = heard.get(i);
            eventually("all have come to " + names.get(i), () -> queue.size() == 500);
            assertThat(queue).containsExactlyElementsOf(sent);
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 3)
    void a_node_with_another_secret_is_not_let_in() throws Exception {
        try (LocalNodes strangers =
                new LocalNodes(directory.resolve("other"), Optional.empty(), "x")) {
            assertThat(strangers.start("x").status().members()).hasSize(1);
        }
        nodes.stop("c");
        eventually("c is gone", () -> node("a").status().members().size() == 2);
        nodes.start("c", Optional.of(ClusterSecret.of("not the secret of the tests")));

        assertThatThrownBy(() -> node("c").registry().register("agreed", "stranger"))
                .isInstanceOf(NoMajorityException.class);
        assertThat(node("c").status().members()).hasSize(1);
        assertThat(node("a").status().members()).hasSize(2);
        nodes.stop("c");
        nodes.start("c");
        eventually("c is back", () -> node("a").status().members().size() == 3);
    }

    @Test
    @Order(Integer.MAX_VALUE - 4)
    void a_node_whose_earlier_life_is_taken_for_alive_joins_as_soon_as_it_is_not()
            throws Exception {
        Attempts attempts = new Attempts(nodes.addresses(), new AtomicInteger());
        FutureTask<ClusterNode> again = new FutureTask<>(() -> nodes.openAgain("c", attempts));
        Thread.ofVirtual().start(again);
        // it says where it is before each attempt, and not seldom in between
        eventually("it was refused", () -> attempts.count().get() > 4);
        assertThat(again.isDone()).isFalse();

        nodes.stop("c");
        try (ClusterNode c = again.get(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            eventually("all are there", () -> node("a").status().members().size() == 3);
            eventually("c knows it", () -> c.status().members().size() == 3);
            assertThat(c.registry().register("again", "w")).isTrue();
        }
        nodes.start("c");
        eventually("c is back", () -> node("a").status().members().size() == 3);
    }

    /** Counts how often a node says where it is. */
    private record Attempts(Map<Member, InetSocketAddress> addresses, AtomicInteger count)
            implements AddressBook {

        @Override
        public void announce(Member self, InetSocketAddress address) {
            count.incrementAndGet();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void the_workers_of_a_node_that_leaves_are_taken_out_and_the_others_go_on() {
        node("b").registry().register("leaving", "w");
        String leader = node("a").status().leader().orElseThrow().name();
        String stays = leader.equals("a") ? "c" : "a";
        node(leader).registry().register("leaving", "of the leader");
        nodes.stop(leader);

        Duration took =
                within(
                        Threads.PATIENCE,
                        "the leader's worker is out",
                        () ->
                                workers(stays, "leaving").stream()
                                        .noneMatch(it -> it.equals(leader + "/of the leader")));
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        assertThat(node(stays).registry().register("leaving", "new")).isTrue();
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void one_node_of_three_alone_refuses_in_bounded_time() {
        List<String> running =
                Stream.of("a", "b", "c").filter(it -> !it.equals(stoppedLeader())).toList();
        nodes.stop(running.getFirst());
        String last = running.getLast();
        eventually("it is alone", () -> !node(last).status().majority());

        long start = System.nanoTime();
        assertThatThrownBy(() -> node(last).registry().register("alone", "w"))
                .isInstanceOf(NoMajorityException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(WorkerRegistry.DEADLINE.plusSeconds(1));
    }

    private static String stoppedLeader() {
        return Stream.of("a", "b", "c").filter(it -> !nodes.runs(it)).findFirst().orElseThrow();
    }
}
