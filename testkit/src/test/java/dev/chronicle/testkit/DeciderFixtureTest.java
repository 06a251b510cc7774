package dev.chronicle.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chronicle.sourcing.Decider;
import dev.chronicle.sourcing.Decision;
import dev.chronicle.testkit.Account.Command;
import dev.chronicle.testkit.Account.Happened;
import dev.chronicle.testkit.Account.Refusal;

import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

import java.util.List;

class DeciderFixtureTest {

    private static final Happened OPENED = new Happened.Opened();

    private final DeciderFixture<Command, Happened, Account, Refusal> account =
            DeciderFixture.of(new Account.Rules());

    private static AssertionFailedError failureOf(Runnable check) {
        return catchThrowableOfType(AssertionFailedError.class, check::run);
    }

    private static String shown(String lines) {
        return "\n" + lines.indent(2).stripTrailing();
    }

    @Test
    void what_is_so_passes() {
        account.given()
                .when(new Command.OpenAccount())
                .thenEvents(OPENED)
                .thenState(new Account.Open(0));
        account.given(OPENED, new Happened.Deposited(5))
                .thenState(new Account.Open(5))
                .when(new Command.Withdraw(3))
                .thenEvents(new Happened.Withdrawn(3))
                .thenState(new Account.Open(2));
        account.given(List.of(OPENED))
                .when(new Command.DepositOnes(2))
                .thenEvents(List.of(new Happened.Deposited(1), new Happened.Deposited(1)));
        account.given(OPENED)
                .when(new Command.Withdraw(1))
                .thenRejected(Refusal.NOT_COVERED)
                .thenState(new Account.Open(0));
        account.given(OPENED)
                .when(new Command.OpenAccount())
                .thenNothing()
                .thenState(new Account.Open(0));
    }

    @Test
    void other_events_fail_and_all_of_the_case_is_shown() {
        AssertionFailedError failure =
                failureOf(
                        () ->
                                account.given(OPENED, new Happened.Deposited(5))
                                        .when(new Command.Withdraw(3))
                                        .thenEvents(new Happened.Withdrawn(4)));

        assertThat(failure)
                .hasMessage(
                        shown(
                                """
                                given:    Opened[]
                                          Deposited[amount=5]
                                when:     Withdraw[amount=3]
                                expected: Withdrawn[amount=4]
                                got:      Withdrawn[amount=3]\
                                """));
        assertThat(failure.getExpected().getEphemeralValue())
                .isEqualTo(List.of(new Happened.Withdrawn(4)));
        assertThat(failure.getActual().getEphemeralValue())
                .isEqualTo(List.of(new Happened.Withdrawn(3)));
    }

    @Test
    void too_few_too_many_and_disordered_events_fail() {
        var decided = account.given(OPENED).when(new Command.DepositOnes(2));
        Happened one = new Happened.Deposited(1);

        assertThat(failureOf(() -> decided.thenEvents(one))).isNotNull();
        assertThat(failureOf(() -> decided.thenEvents(one, one, one))).isNotNull();
        assertThat(failureOf(() -> decided.thenEvents(one, OPENED))).isNotNull();
        assertThat(failureOf(decided::thenNothing))
                .hasMessageContaining("expected: no events\n  got:      Deposited");
    }

    @Test
    void a_rejection_where_events_were_expected_fails() {
        assertThat(
                        failureOf(
                                () ->
                                        account.given()
                                                .when(new Command.Deposit(1))
                                                .thenEvents(new Happened.Deposited(1))))
                .hasMessageContaining("given:    no events\n")
                .hasMessageContaining("got:      rejected: NOT_OPEN");
        assertThat(failureOf(() -> account.given().when(new Command.Deposit(1)).thenNothing()))
                .isNotNull();
    }

    @Test
    void another_reason_and_acceptance_fail_where_a_rejection_was_expected() {
        assertThat(
                        failureOf(
                                () ->
                                        account.given()
                                                .when(new Command.Deposit(1))
                                                .thenRejected(Refusal.NOT_COVERED)))
                .hasMessageContaining("expected: rejected: NOT_COVERED")
                .hasMessageContaining("got:      rejected: NOT_OPEN");
        assertThat(
                        failureOf(
                                () ->
                                        account.given(OPENED)
                                                .when(new Command.DoNothing())
                                                .thenRejected(Refusal.NOT_OPEN)))
                .hasMessageContaining("got:      no events");
    }

    @Test
    void another_state_fails() {
        assertThat(failureOf(() -> account.given(OPENED).thenState(new Account.Open(1))))
                .hasMessage(
                        shown(
                                """
                                given:    Opened[]
                                expected: the state Open[balance=1]
                                got:      the state Open[balance=0]\
                                """));
        assertThat(
                        failureOf(
                                () ->
                                        account.given(OPENED)
                                                .when(new Command.Deposit(2))
                                                .thenState(new Account.Open(3))))
                .hasMessageContaining("got:      the state Open[balance=2]");
    }

    @Test
    void a_decider_that_throws_fails_with_its_exception_as_the_cause() {
        assertThat(failureOf(() -> account.given(OPENED).when(new Command.Break())))
                .hasMessageContaining("when:     Break[]")
                .hasMessageContaining("it threw on the command: java.lang.IllegalStateException")
                .hasRootCauseMessage("broken");
    }

    @Test
    void a_decider_that_cannot_take_what_it_decided_or_was_given_fails() {
        DeciderFixture<String, String, String, String> forgetful =
                DeciderFixture.of(new Forgetful());

        assertThat(failureOf(() -> forgetful.given().when("do")))
                .hasMessageContaining("it threw on done, which it decided");
        assertThat(failureOf(() -> forgetful.given("done").when("do")))
                .hasMessageContaining("it threw on a given event");
        assertThat(failureOf(() -> forgetful.given("done").thenState("")))
                .hasMessageContaining("it threw on a given event");
    }

    @Test
    void to_expect_no_events_has_a_name_of_its_own() {
        var decided = account.given().when(new Command.DoNothing());

        assertThatThrownBy(() -> decided.thenEvents())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no events: say thenNothing()");
    }

    /** Decides what it cannot apply. */
    private static final class Forgetful implements Decider<String, String, String, String> {

        @Override
        public String initial() {
            return "";
        }

        @Override
        public Decision<String, String> handle(String state, String command) {
            return Decision.accept("done");
        }

        @Override
        public String apply(String state, String event) {
            throw new IllegalStateException("unknown: " + event);
        }
    }
}
