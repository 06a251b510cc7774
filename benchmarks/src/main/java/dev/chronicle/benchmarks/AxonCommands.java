package dev.chronicle.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.serialization.json.JacksonSerializer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Axon Framework with its event store on JDBC: its own tables, command bus and repository as they
 * come, events as JSON, a pool of as many connections as there are callers, one transaction for
 * each command.
 */
final class AxonCommands implements CommandSide {

    private static final String TYPE = AxonCounter.class.getSimpleName();
    private static final int BATCH = 1000;

    private final HikariDataSource pool;
    private final JdbcEventStorageEngine engine;
    private final Configuration axon;

    AxonCommands(String jdbcUrl, int callers, int counters, int eventsEach) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(callers);
        pool = new HikariDataSource(config);
        JacksonSerializer json = JacksonSerializer.builder().build();
        engine =
                JdbcEventStorageEngine.builder()
                        .connectionProvider(
                                new UnitOfWorkAwareConnectionProviderWrapper(pool::getConnection))
                        .transactionManager(NoTransactionManager.instance())
                        .eventSerializer(json)
                        .snapshotSerializer(json)
                        .build();
        inTransaction(() -> engine.createSchema(PostgresEventTableFactory.INSTANCE));
        fill(counters, eventsEach);
        axon =
                DefaultConfigurer.defaultConfiguration(false)
                        .configureSerializer(_ -> json)
                        .configureEmbeddedEventStore(_ -> engine)
                        .configureAggregate(AxonCounter.class)
                        .start();
    }

    private static void inTransaction(Runnable work) {
        UnitOfWork<?> unit = DefaultUnitOfWork.startAndGet(new GenericMessage<>("benchmark"));
        work.run();
        unit.commit();
    }

    private void fill(int counters, int eventsEach) {
        List<DomainEventMessage<?>> batch = new ArrayList<>(BATCH);
        for (int i = 1; i <= eventsEach; i++) {
            for (int counter = 0; counter < counters; counter++) {
                String id = CounterStore.id(counter);
                var event = new AxonCounter.Deposited(id, 1, i, "a standing order");
                batch.add(new GenericDomainEventMessage<>(TYPE, id, i - 1, event));
                if (batch.size() == BATCH) {
                    store(batch);
                }
            }
        }
        store(batch);
    }

    private void store(List<DomainEventMessage<?>> batch) {
        inTransaction(() -> engine.appendEvents(batch));
        batch.clear();
    }

    @Override
    public void deposit(int counter) {
        axon.commandGateway().sendAndWait(new AxonCounter.Deposit(CounterStore.id(counter), 1));
    }

    @Override
    public long events() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from DomainEventEntry")) {
            count.next();
            return count.getLong(1);
        }
    }

    @Override
    public void close() {
        axon.shutdown();
        pool.close();
    }
}
