package dev.chronicle.store.postgres;

import dev.chronicle.store.table.VisibleHead;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Hears what every node commits, and so learns of the database's going away, too. After it has come
 * back, and when nothing was heard for a while, it looks at the head itself: nothing is missed.
 */
final class Listener implements Runnable, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    /** So often it looks, though nothing is heard. */
    private static final int LOOK_EVERY_MS = 10_000;

    private final Database database;
    private final VisibleHead head;
    private final String channel;
    private final Backoff backoff;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Connection connection;
    private volatile Optional<String> away = Optional.empty();

    Listener(Database database, VisibleHead head, String channel, RandomGenerator random) {
        this.database = database;
        this.head = head;
        this.channel = channel;
        this.backoff = new Backoff(random);
    }

    /** Why it hears nothing for now, if it is so. Any thread may ask. */
    Optional<String> away() {
        return away;
    }

    @Override
    public void run() {
        while (closed.getCount() > 0) {
            try (Connection listening = database.connect("listen " + channel)) {
                connection = listening;
                hear(listening, listening.unwrap(PGConnection.class));
            } catch (SQLException | RuntimeException e) {
                if (closed.getCount() > 0) {
                    LOG.warn("Nothing is heard of the database: {}", e.toString());
                    away = Optional.of(e.toString());
                    awaitClosed(backoff.nextNanos());
                }
            }
        }
    }

    private void hear(Connection listening, PGConnection notified) throws SQLException {
        head.advance(position(listening));
        away = Optional.empty();
        backoff.reset();
        while (closed.getCount() > 0) {
            PGNotification[] heard = notified.getNotifications(LOOK_EVERY_MS);
            if (heard == null || heard.length == 0) {
                head.advance(position(listening));
            } else {
                head.advance(Long.parseLong(heard[heard.length - 1].getParameter()));
            }
        }
    }

    /** Where the log ends. */
    static long position(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select position from log_head")) {
            if (!found.next()) {
                throw new SQLException("table log_head lacks its row");
            }
            return found.getLong(1);
        }
    }

    private void awaitClosed(long nanos) {
        try {
            if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
                LOG.debug("closed while the database was away");
            }
        } catch (InterruptedException e) {
            // Nobody has the thread but this; it ends when it is closed.
            LOG.debug("interrupted", e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Connection listening = connection;
        if (listening != null) {
            try {
                listening.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("The connection was not closed in order", e);
            }
        }
    }
}
