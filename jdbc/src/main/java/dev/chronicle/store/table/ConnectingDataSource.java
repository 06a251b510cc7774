package dev.chronicle.store.table;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;

import javax.sql.DataSource;

/**
 * A pool's source of connections: a function. The timeout is only remembered for the pool, which
 * asks for it. Threads share it.
 */
public final class ConnectingDataSource implements DataSource {

    /** Makes a connection. */
    @FunctionalInterface
    public interface Connecting {
        Connection connect() throws SQLException;
    }

    private final Connecting connecting;
    private volatile int loginTimeout;

    public ConnectingDataSource(Connecting connecting) {
        this.connecting = connecting;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connecting.connect();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is fixed");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
