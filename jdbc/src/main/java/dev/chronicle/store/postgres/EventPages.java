package dev.chronicle.store.postgres;

import dev.chronicle.event.Query;
import dev.chronicle.store.Direction;
import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.QueryKeys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Reads pages of events. */
final class EventPages {

    private EventPages() {}

    static Page read(Connection connection, Page.Request request) throws SQLException {
        List<Page.Row> rows = new ArrayList<>();
        long head = 0;
        long bytes = 0;
        try (PreparedStatement select = new PageSql(request).prepare(connection);
                ResultSet found = select.executeQuery()) {
            while (found.next()) {
                rows.add(new Page.Row(found.getLong(1), found.getBytes(2)));
                bytes += rows.getLast().form().length;
                head = found.getLong(3);
            }
        }
        boolean last = rows.size() < request.most() && bytes < Page.MOST_BYTES;
        return new Page(rows, head, last);
    }

    /** The position of the newest event behind {@code after} that matches; 0 for none. */
    static long newestMatch(Connection connection, Query query, long after) throws SQLException {
        Page.Request request =
                new Page.Request(
                        QueryKeys.of(query), Direction.BACKWARDS, after, Long.MAX_VALUE, 1);
        while (true) {
            Page page = read(connection, request);
            for (Page.Row row : page.rows()) {
                if (query.matches(row.event())) {
                    return row.position();
                }
            }
            if (page.last()) {
                return 0;
            }
            request = request.behind(page, 128);
        }
    }
}
