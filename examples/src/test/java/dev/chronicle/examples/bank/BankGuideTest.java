package dev.chronicle.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.examples.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class BankGuideTest {

    @TempDir Path directory;

    @Test
    @Timeout(60)
    void the_sourcing_guide_does_what_it_says() throws Exception {
        assertThat(Printed.by(BankGuide::main, directory).lines())
                .containsExactly(
                        "no: CANT_WITHDRAW_MORE_THAN_CURRENT_BALANCE",
                        "true",
                        "OpenBankAccount[balance=21] after 4",
                        "CustomerDepositedCash[amount=1, balance=11]",
                        "CustomerDepositedCash[amount=10, balance=21]",
                        "SystemStats[queryActorsCount=1, totalCommandsProcessed=6,"
                                + " uptimeSeconds=61]",
                        "stored 4, repeated 1, rejected 1");
    }
}
