package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.AggregateNotFoundException;
import dev.chronicle.sourcing.AggregateStats;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.CommandRejectedException;
import dev.chronicle.sourcing.NonPositiveArgumentException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.store.EventStore;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What event sourcing promises on a store. A test class per store extends it. */
public abstract class AggregatesContract {

    private static final StreamId STREAM = new StreamId("Account", "1");

    private EventStore store = notOpened();
    private Aggregates<Command, Happened, Account, Refusal> accounts = notBuilt();

    /** For tests of this suite. */
    protected AggregatesContract() {}

    /** An empty store. It is closed by the suite. */
    protected abstract EventStore open() throws Exception;

    private static EventStore notOpened() {
        return new MemoryEventStore();
    }

    private Aggregates<Command, Happened, Account, Refusal> notBuilt() {
        return builder().build();
    }

    private Aggregates.Builder<Command, Happened, Account, Refusal> builder() {
        return Aggregates.of(store, "Account", new Account.Rules(), new Account.Codec());
    }

    @BeforeEach
    void begin() throws Exception {
        store.close();
        store = open();
        accounts = builder().build();
    }

    @AfterEach
    void end() {
        accounts.close();
        store.close();
    }

    private long balance(String id) {
        return accounts.load(id).state() instanceof Account.Open(long balance) ? balance : -1;
    }

    private List<Event> log() {
        try (Stream<Event> events = store.read(Query.all(), Position.START)) {
            return events.toList();
        }
    }

    @Test
    void a_command_that_is_accepted_stores_its_events() throws Exception {
        assertThat(accounts.execute("1", new Command.OpenAccount()))
                .isEqualTo(new Outcome.Accepted<>(List.of(new Happened.Opened()), 1));
        assertThat(accounts.execute("1", new Command.Deposit(5)))
                .isEqualTo(new Outcome.Accepted<>(List.of(new Happened.Deposited(5)), 2));

        assertThat(log()).extracting(Event::stream).containsExactly(STREAM, STREAM);
        assertThat(log()).extracting(Event::type).containsExactly("Opened", "Deposited");
        assertThat(balance("1")).isEqualTo(5);
        assertThat(accounts.load("1").sequence()).isEqualTo(2);
    }

    @Test
    void a_command_that_is_rejected_stores_nothing_and_leaves_everything_running()
            throws Exception {
        assertThat(accounts.execute("1", new Command.Deposit(5)))
                .isEqualTo(new Outcome.Rejected<>(Refusal.NOT_OPEN));
        assertThat(log()).isEmpty();

        accounts.execute("1", new Command.OpenAccount());
        assertThat(accounts.execute("1", new Command.Withdraw(1)))
                .isEqualTo(new Outcome.Rejected<>(Refusal.NOT_COVERED));
        assertThat(accounts.execute("1", new Command.Deposit(-1)))
                .isEqualTo(new Outcome.Rejected<>(Refusal.NOT_POSITIVE));
        assertThat(balance("1")).isZero();
    }

    @Test
    void a_command_without_events_succeeds_and_stores_nothing() throws Exception {
        assertThat(accounts.execute("1", new Command.DoNothing()))
                .isEqualTo(new Outcome.Accepted<>(List.of(), 0));
        assertThat(log()).isEmpty();
        assertThatThrownBy(() -> accounts.load("1"))
                .isInstanceOf(AggregateNotFoundException.class)
                .hasMessageContaining("stream=Account/1");
    }

    @Test
    void a_failing_decider_fails_its_command_only() throws Exception {
        accounts.execute("1", new Command.OpenAccount());

        assertThatThrownBy(() -> accounts.execute("1", new Command.Break()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        accounts.execute("1", new Command.Deposit(3));
        assertThat(balance("1")).isEqualTo(3);
    }

    @Test
    void metadata_is_attached_to_every_event_of_the_command() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        Map<String, String> metadata = Map.of("user", "alice", "trace", "abc");
        accounts.execute(
                "1", new Command.DepositOnes(2), CommandOptions.defaults().metadata(metadata));

        assertThat(log()).extracting(Event::metadata).containsExactly(Map.of(), metadata, metadata);
    }

    @Test
    void a_named_command_is_carried_out_once() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        CommandOptions named = CommandOptions.defaults().id("payment-1");

        Outcome<Happened, Refusal> first = accounts.execute("1", new Command.DepositOnes(3), named);
        accounts.execute("1", new Command.Withdraw(3));
        assertThat(accounts.execute("1", new Command.DepositOnes(3), named)).isEqualTo(first);
        assertThat(builder().build().execute("1", new Command.Deposit(9), named)).isEqualTo(first);
        assertThat(balance("1")).isZero();
        assertThat(accounts.execute("2", new Command.OpenAccount(), named))
                .isEqualTo(new Outcome.Accepted<>(List.of(new Happened.Opened()), 1));
    }

    @Test
    void of_two_that_send_one_named_command_at_once_one_is_carried_out() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        List<Aggregates<Command, Happened, Account, Refusal>> nodes =
                List.of(builder().build(), builder().build(), accounts);
        for (int round = 0; round < 50; round++) {
            CommandOptions named = CommandOptions.defaults().id("payment-" + round);
            List<Callable<Outcome<Happened, Refusal>>> senders =
                    nodes.stream()
                            .<Callable<Outcome<Happened, Refusal>>>map(
                                    node -> () -> node.execute("1", new Command.Deposit(1), named))
                            .toList();
            assertThat(Threads.race(senders)).containsOnly(Threads.race(senders).getFirst());
        }
        assertThat(balance("1")).isEqualTo(50);
    }

    @Test
    void events_can_be_had_from_a_sequence_on() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        for (int amount = 2; amount <= 5; amount++) {
            accounts.execute("1", new Command.Deposit(amount));
        }
        for (int from = 1; from <= 7; from++) {
            List<Happened> expected = new ArrayList<>();
            if (from == 1) {
                expected.add(new Happened.Opened());
            }
            LongStream.rangeClosed(Math.max(2, from), 5)
                    .forEach(amount -> expected.add(new Happened.Deposited(amount)));
            try (Stream<Happened> events = accounts.eventsFrom("1", from)) {
                assertThat(events).containsExactlyElementsOf(expected);
            }
        }
        try (Stream<Happened> none = accounts.events("unknown")) {
            assertThat(none).isEmpty();
        }
        assertThatThrownBy(() -> accounts.eventsFrom("1", 0))
                .isInstanceOf(NonPositiveArgumentException.class)
                .hasMessageContaining("sequence=0");
    }

    @Test
    void stats_tell_of_an_aggregate_and_of_commands() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        accounts.execute("1", new Command.DepositOnes(4));
        accounts.execute("1", new Command.Withdraw(9));

        assertThat(accounts.stats("1")).isEqualTo(new AggregateStats("1", 5, 5, false));
        assertThat(accounts.commandsProcessed()).isEqualTo(3);
        assertThatThrownBy(() -> accounts.stats("2"))
                .isInstanceOf(AggregateNotFoundException.class);
    }

    @Test
    void nonsense_is_refused_when_it_is_built() {
        assertThatThrownBy(() -> CommandOptions.defaults().timeout(Duration.ZERO))
                .isInstanceOf(NonPositiveArgumentException.class)
                .hasMessageContaining("timeoutMs=0");
        assertThatThrownBy(() -> builder().attempts(0))
                .isInstanceOf(NonPositiveArgumentException.class)
                .hasMessageContaining("attempts=0");
    }

    @Test
    void what_is_sent_is_carried_out_and_failures_are_heard() throws Exception {
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (Aggregates<Command, Happened, Account, Refusal> senders =
                builder().onFailure((_, _, cause) -> failures.add(cause)).build()) {
            senders.execute("1", new Command.OpenAccount());
            for (int i = 0; i < 20; i++) {
                senders.send("1", new Command.Deposit(1), CommandOptions.defaults());
            }
            senders.send("1", new Command.Withdraw(100), CommandOptions.defaults());
            senders.send("1", new Command.Break(), CommandOptions.defaults());
        }
        assertThat(balance("1")).isEqualTo(20);
        assertThat(failures)
                .hasSize(2)
                .hasAtLeastOneElementOfType(CommandRejectedException.class)
                .hasAtLeastOneElementOfType(IllegalStateException.class);
    }

    @Test
    void of_writers_that_do_not_know_of_each_other_no_update_is_lost() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        List<Callable<Long>> writers =
                IntStream.range(0, 8)
                        .<Callable<Long>>mapToObj(
                                _ ->
                                        () -> {
                                            Aggregates<Command, Happened, Account, Refusal> own =
                                                    builder().attempts(1000).build();
                                            for (int i = 0; i < 25; i++) {
                                                own.execute("1", new Command.Deposit(1));
                                            }
                                            return own.load("1").sequence();
                                        })
                        .toList();
        Threads.race(writers);

        assertThat(balance("1")).isEqualTo(8 * 25);
        assertThat(log())
                .extracting(Event::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 201).boxed().toList());
    }

    @Test
    void many_aggregates_at_once_have_the_right_balances() {
        int aggregates = 1000;
        int commands = 100;
        List<Callable<Integer>> threads =
                IntStream.range(0, 64)
                        .<Callable<Integer>>mapToObj(
                                thread ->
                                        () -> {
                                            for (int i = 0; i < aggregates * commands; i++) {
                                                if (i % 64 == thread) {
                                                    accounts.execute(
                                                            "a" + i % aggregates,
                                                            new Command.DepositOnes(1));
                                                }
                                            }
                                            return thread;
                                        })
                        .toList();
        Threads.race(threads);

        for (int i = 0; i < aggregates; i++) {
            assertThat(balance("a" + i)).isEqualTo(commands);
            assertThat(accounts.load("a" + i).sequence()).isEqualTo(commands);
        }
        assertThat(store.head().value()).isEqualTo((long) aggregates * commands);
    }
}
