package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chronicle.event.Query;
import dev.chronicle.event.StreamId;
import dev.chronicle.sourcing.Aggregates;
import dev.chronicle.sourcing.ConflictException;
import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.sourcing.QueryDecisions;
import dev.chronicle.store.memory.MemoryEventStore;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Who is overtaken reads what came since, and not a long history once more. */
class OvertakenCommandsTest {

    private static final int HISTORY = 100;
    private static final StreamId STREAM = new StreamId("Account", "1");

    private final MemoryEventStore store = new MemoryEventStore();
    private final Aggregates<Command, Happened, Account, Refusal> others =
            Aggregates.of(store, "Account", new Account.Rules(), new Account.Codec()).build();
    private final Overtaken rules = new Overtaken();

    /** The rules of accounts, for somebody whom others overtake while deciding. */
    private final class Overtaken implements Decider<Command, Happened, Account, Refusal> {

        private final Account.Rules rules = new Account.Rules();
        private int timesOvertaken;
        private int applied;

        void overtake(int times) {
            timesOvertaken = times;
            applied = 0;
        }

        @Override
        public Account initial() {
            return rules.initial();
        }

        @Override
        public Decision<Happened, Refusal> handle(Account account, Command command) {
            if (timesOvertaken > 0) {
                timesOvertaken--;
                try {
                    others.execute("1", new Command.Deposit(1)).orThrow();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            return rules.handle(account, command);
        }

        @Override
        public Account apply(Account account, Happened event) {
            applied++;
            return rules.apply(account, event);
        }
    }

    @BeforeEach
    void begin() throws InterruptedException {
        others.execute("1", new Command.DepositOnes(HISTORY)).orThrow();
    }

    private void requireBalance(long balance) {
        assertThat(others.load("1").state()).isEqualTo(new Account.Open(balance));
    }

    @Test
    void an_aggregate_is_brought_up_to_date() throws InterruptedException {
        var accounts = Aggregates.of(store, "Account", rules, new Account.Codec()).build();
        rules.overtake(3);
        accounts.execute("1", new Command.Deposit(10)).orThrow();

        requireBalance(HISTORY + 3 + 10);
        int own = 4;
        assertThat(rules.applied).isEqualTo(HISTORY + 3 + own);
    }

    @Test
    void an_aggregate_is_still_known_when_others_were_faster_each_time()
            throws InterruptedException {
        var accounts =
                Aggregates.of(store, "Account", rules, new Account.Codec()).attempts(1).build();
        rules.overtake(1);
        assertThatThrownBy(() -> accounts.execute("1", new Command.Deposit(10)))
                .isInstanceOf(ConflictException.class);

        rules.overtake(0);
        accounts.execute("1", new Command.Withdraw(HISTORY + 1)).orThrow();
        requireBalance(0);
        int own = 1;
        assertThat(rules.applied).isEqualTo(1 + own);
    }

    @Test
    void a_decision_on_a_query_is_brought_up_to_date() throws InterruptedException {
        var decisions =
                new QueryDecisions<>(
                        store,
                        rules,
                        new Account.Codec(),
                        _ -> Query.stream(STREAM),
                        _ -> new QueryDecisions.Placement(STREAM, List.of()));
        rules.overtake(3);
        decisions.execute(new Command.Deposit(10)).orThrow();

        requireBalance(HISTORY + 3 + 10);
        int own = 4;
        assertThat(rules.applied).isEqualTo(HISTORY + 3 + own);
    }
}
