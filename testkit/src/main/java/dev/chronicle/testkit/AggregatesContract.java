package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Event;
import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregate;
import dev.chronicle.sourcing.AggregateNotFoundException;
import dev.chronicle.sourcing.AggregateStats;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.CommandOptions;
import dev.chronicle.sourcing.CommandRejectedException;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.sourcing.NonPositiveArgumentException;
import dev.chronicle.sourcing.Outcome;
import dev.chronicle.sourcing.StoreUnavailableException;
import dev.chronicle.sourcing.SystemStats;
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
import java.util.HashMap;
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

    /** How many commands each of a thousand aggregates gets; 100 unless overridden. */
    protected int commandsOfEach() {
        return 100;
    }

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
    void events_that_the_state_cannot_take_are_not_stored() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        var unable = Aggregates.of(store, "Account", new NoDeposits(), new Account.Codec()).build();

        assertThatThrownBy(() -> unable.execute("1", new Command.Deposit(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no deposits");
        assertThat(balance("1")).isZero();
        assertThat(log()).hasSize(1);
    }

    /** Decides on deposits, and cannot apply them. */
    private static final class NoDeposits implements Decider<Command, Happened, Account, Refusal> {

        private final Account.Rules rules = new Account.Rules();

        @Override
        public Account initial() {
            return rules.initial();
        }

        @Override
        public Decision<Happened, Refusal> handle(Account account, Command command) {
            return rules.handle(account, command);
        }

        @Override
        public Account apply(Account account, Happened event) {
            if (event instanceof Happened.Deposited) {
                throw new IllegalStateException("no deposits");
            }
            return rules.apply(account, event);
        }
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
    void whatever_would_be_decided_on_a_named_command_now_its_first_outcome_stands()
            throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        CommandOptions named = CommandOptions.defaults().id("payment-1");
        Outcome<Happened, Refusal> first = accounts.execute("1", new Command.Deposit(1), named);
        List<Command> now =
                List.of(
                        new Command.Deposit(1),
                        new Command.Deposit(9),
                        new Command.DepositOnes(3),
                        new Command.Withdraw(1),
                        new Command.Withdraw(99),
                        new Command.DoNothing(),
                        new Command.Break());
        for (Command command : now) {
            assertThat(accounts.execute("1", command, named)).isEqualTo(first);
            assertThat(builder().attempts(1).build().execute("1", command, named)).isEqualTo(first);
        }
        assertThat(log()).hasSize(2);
        assertThat(balance("1")).isOne();
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
    void what_is_sent_after_closing_is_refused() throws Exception {
        Aggregates<Command, Happened, Account, Refusal> closed = builder().build();
        closed.close();

        assertThatThrownBy(
                        () ->
                                closed.send(
                                        "1", new Command.OpenAccount(), CommandOptions.defaults()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("aggregate=1");
    }

    @Test
    void a_store_that_is_closed_is_said_so() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        store.close();
        var fresh = builder().build();

        assertThatThrownBy(() -> accounts.execute("1", new Command.Deposit(1)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> fresh.execute("1", new Command.Deposit(1)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> fresh.load("1")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> fresh.stats("1")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> fresh.events("1")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void statistics_of_the_whole_are_put_together_of_its_parts() throws Exception {
        accounts.execute("1", new Command.OpenAccount());

        assertThat(SystemStats.of(3, accounts.commandsProcessed(), Duration.ofMillis(61_900)))
                .isEqualTo(new SystemStats(3, 1, 61));
        assertThatThrownBy(() -> SystemStats.of(-1, 0, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("queryActorsCount=-1");
    }

    @Test
    void a_command_is_not_refused_for_what_was_so_before_others_wrote() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        try (var other = builder().build()) {
            other.execute("1", new Command.Deposit(5));
            assertThat(accounts.execute("1", new Command.Withdraw(5)).orThrow()).hasSize(1);
            other.execute("2", new Command.DoNothing());
            accounts.execute("2", new Command.OpenAccount());
            assertThat(other.execute("2", new Command.Deposit(1)))
                    .isEqualTo(new Outcome.Accepted<>(List.of(new Happened.Deposited(1)), 2));
        }
    }

    @Test
    void two_writers_of_one_aggregate_lose_no_update() throws Exception {
        accounts.execute("1", new Command.OpenAccount());
        try (var other = builder().build()) {
            for (int round = 0; round < 100; round++) {
                List<Callable<Outcome<Happened, Refusal>>> both =
                        List.of(
                                () -> accounts.execute("1", new Command.Deposit(1)),
                                () -> other.execute("1", new Command.Deposit(10)));
                assertThat(Threads.race(both)).allMatch(Outcome.Accepted.class::isInstance);
            }
            assertThat(other.load("1"))
                    .isEqualTo(new Aggregate<>("1", new Account.Open(1100), 201));
        }
        assertThat(balance("1")).isEqualTo(1100);
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
    void many_aggregates_at_once_have_the_right_balances_and_gap_free_sequences() {
        int aggregates = 1000;
        int commands = commandsOfEach();
        List<Callable<Integer>> threads =
                IntStream.range(0, 64)
                        .<Callable<Integer>>mapToObj(
                                thread ->
                                        () -> {
                                            for (int i = thread; i < aggregates * commands; ) {
                                                accounts.execute(
                                                        "a" + i % aggregates,
                                                        new Command.DepositOnes(ones(i)));
                                                i += 64;
                                            }
                                            return thread;
                                        })
                        .toList();
        Threads.race(threads);

        long[] balances = new long[aggregates];
        for (int i = 0; i < aggregates * commands; i++) {
            balances[i % aggregates] += ones(i);
        }
        for (int i = 0; i < aggregates; i++) {
            assertThat(accounts.load("a" + i))
                    .isEqualTo(
                            new Aggregate<>("a" + i, new Account.Open(balances[i]), balances[i]));
        }
        Map<StreamId, Long> sequences = new HashMap<>();
        try (Stream<Event> events = store.read(Query.all(), Position.START)) {
            events.forEach(
                    event ->
                            assertThat(event.sequence())
                                    .isEqualTo(sequences.merge(event.stream(), 1L, Long::sum)));
        }
        assertThat(sequences).hasSize(aggregates);
        assertThat(store.head().value()).isEqualTo(LongStream.of(balances).sum());
    }

    /** Now and then a command has two events. */
    private static int ones(int command) {
        return command % 7 == 0 ? 2 : 1;
    }
}
