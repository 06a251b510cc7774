package dev.chronicle.examples.bank;

import dev.chronicle.event.Position;
import dev.chronicle.event.Query;
import dev.chronicle.examples.bank.BankEvent.AccountOpened;
import dev.chronicle.examples.bank.BankEvent.CustomerDepositedCash;
import dev.chronicle.examples.bank.BankEvent.CustomerWithdrewCash;
import dev.chronicle.projection.Decoded;
import dev.chronicle.projection.Projection;
import dev.chronicle.projection.ProjectionState;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The balances of all accounts, to be looked at while others write. It lives in memory beside its
 * position, and is made again of the log at every start. Threads share it.
 */
final class Balances implements ProjectionState<Decoded<BankEvent>> {

    private static final Query CHANGES =
            Query.types("AccountOpened", "CustomerDepositedCash", "CustomerWithdrewCash");

    private final Map<String, BigDecimal> balances = new ConcurrentHashMap<>();
    private volatile Position position = Position.START;

    Projection projection() {
        return Projection.into("balances", CHANGES, Bank.EVENTS, this);
    }

    BigDecimal of(String accountId) {
        return balances.getOrDefault(accountId, BigDecimal.ZERO);
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public void apply(List<Decoded<BankEvent>> events, Position upTo) {
        for (Decoded<BankEvent> next : events) {
            balances.put(next.stored().stream().key(), balanceAfter(next.event()));
        }
        position = upTo;
    }

    private static BigDecimal balanceAfter(BankEvent event) {
        return switch (event) {
            case AccountOpened _ -> BigDecimal.ZERO;
            case CustomerDepositedCash(_, BigDecimal balance) -> balance;
            case CustomerWithdrewCash(_, BigDecimal balance) -> balance;
        };
    }

    @Override
    public void reset() {
        balances.clear();
        position = Position.START;
    }
}
