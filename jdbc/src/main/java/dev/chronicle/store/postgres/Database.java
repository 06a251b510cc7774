package dev.chronicle.store.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.chronicle.store.StoreUnreachableException;
import dev.chronicle.store.table.ConnectingDataSource;

import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Makes connections to the one database of a store. Threads share it. */
final class Database {

    private static final Driver DRIVER = new Driver();

    private final PostgresOptions options;
    private final Properties properties = new Properties();

    /** Only the name of the database: the driver takes it from nowhere else. */
    private final String url;

    Database(PostgresOptions options) {
        this.options = options;
        long seconds = options.patience().toSeconds();
        PGProperty.CONNECT_TIMEOUT.set(properties, Long.toString(seconds));
        PGProperty.LOGIN_TIMEOUT.set(properties, Long.toString(seconds));
        PGProperty.SOCKET_TIMEOUT.set(properties, Long.toString(seconds));
        PGProperty.TCP_KEEP_ALIVE.set(properties, "true");
        PGProperty.APPLICATION_NAME.set(properties, "chronicle");
        properties.putAll(PostgresUrl.parse(options.url()).properties());
        PGProperty.CURRENT_SCHEMA.set(properties, options.schema());
        String database = properties.getProperty(PGProperty.PG_DBNAME.getName(), "");
        url = "jdbc:postgresql:" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    PostgresOptions options() {
        return options;
    }

    /**
     * A connection of its own.
     *
     * @param settings what its session is set to
     */
    Connection connect(String settings) throws SQLException {
        Connection connection = DRIVER.connect(url, properties);
        if (connection == null) {
            throw new IllegalStateException("the driver does not know its own URL");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Makes the tables, or brings them to the version of this program.
     *
     * @return where the log ends
     */
    long prepare() {
        try (Connection connection = connect(Sessions.KEEPER)) {
            ServerCheck.run(connection);
            Migrations.run(connection, options.schema());
            return Listener.position(connection);
        } catch (SQLException e) {
            throw new StoreUnreachableException("the database cannot be opened: " + options, e);
        }
    }

    /**
     * Connections for readers. None is made before one is wanted.
     *
     * @param name of the pool, for its log
     * @param most at once
     */
    HikariDataSource pool(String name, int most, String settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(new ConnectingDataSource(() -> connect(settings)));
        config.setMaximumPoolSize(most);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(options.patience().toMillis());
        config.setValidationTimeout(options.patience().dividedBy(4).toMillis()); // then another
        return new HikariDataSource(config);
    }
}
