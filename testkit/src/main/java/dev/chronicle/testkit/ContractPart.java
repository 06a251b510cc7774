package dev.chronicle.testkit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Some of the tests of a contract: each has a store of its own, open while it runs. */
abstract class ContractPart {

    final StoreUnderTest store;

    ContractPart(EventStoreContract contract) {
        store = new StoreUnderTest(contract);
    }

    @BeforeEach
    void openStore() {
        store.open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }
}
