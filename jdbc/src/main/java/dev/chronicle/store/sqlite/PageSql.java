package dev.chronicle.store.sqlite;

import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.QueryKeys.Branch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that reads a page, and its parameters. Every branch of the query gives its first
 * positions from an index, in order; the first of all of them are the candidates, whose events are
 * fetched. Each row says where the log ended at that moment.
 */
final class PageSql {

    private final Page.Request request;
    private final String order;
    private final List<Object> parameters = new ArrayList<>();
    private final String text;

    PageSql(Page.Request request) {
        this.request = request;
        order =
                switch (request.direction()) {
                    case FORWARDS -> "";
                    case BACKWARDS -> " desc";
                };
        text =
                "select position, form, (select max(position) from event) as head from (%s) order by position%s"
                        .formatted(rows(), order);
    }

    private String rows() {
        List<Branch> branches = request.keys().branches();
        if (request.keys().everything()) {
            return "select position, form from event where true" + range("position");
        }
        if (branches.size() == 1 && isOfEvent(branches.getFirst())) {
            return "select position, form from event where true"
                    + ofEvent("", branches.getFirst())
                    + range("position");
        }
        String candidates =
                branches.stream()
                        .map(branch -> "select position from (" + positions(branch) + ")")
                        .collect(Collectors.joining(" union "));
        return "select position, form from event where position in (%s order by 1%s%s)"
                .formatted(candidates, order, limit());
    }

    /** Whether the rows of the event table are enough to tell. */
    private static boolean isOfEvent(Branch branch) {
        return branch.tags().isEmpty() && branch.anyTags().isEmpty();
    }

    private String positions(Branch branch) {
        if (isOfEvent(branch)) {
            return "select position from event where true"
                    + ofEvent("", branch)
                    + range("position");
        }
        if (!branch.anyTags().isEmpty()) {
            return "select distinct position from tag where true"
                    + in("tag", branch.anyTags())
                    + range("position");
        }
        StringBuilder sql = new StringBuilder("select t0.position as position from tag t0");
        for (int i = 1; i < branch.tags().size(); i++) {
            sql.append(" join tag t%1$d on t%1$d.position = t0.position".formatted(i));
        }
        if (!branch.streams().isEmpty() || !branch.types().isEmpty()) {
            sql.append(" join event e on e.position = t0.position");
        }
        sql.append(" where true");
        for (int i = 0; i < branch.tags().size(); i++) {
            sql.append(" and t%d.tag = ?".formatted(i));
            parameters.add(branch.tags().get(i));
        }
        // The unary plus keeps SQLite from looking up what is only to be compared.
        return sql.append(ofEvent("+e.", branch)).append(range("t0.position")).toString();
    }

    private String ofEvent(String table, Branch branch) {
        return in(table + "stream", branch.streams()) + in(table + "type", branch.types());
    }

    private String in(String column, List<String> values) {
        return switch (values.size()) {
            case 0 -> "";
            case 1 -> {
                parameters.add(values.getFirst());
                yield " and %s = ?".formatted(column);
            }
            default -> {
                parameters.add(JsonTexts.array(values));
                yield " and %s in (select value from json_each(?))".formatted(column);
            }
        };
    }

    private String range(String column) {
        parameters.add(request.above());
        parameters.add(request.below());
        return " and %1$s > ? and %1$s < ? order by %1$s%2$s".formatted(column, order) + limit();
    }

    private String limit() {
        parameters.add((long) request.most());
        return " limit ?";
    }

    /** The statement with its parameters set. */
    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.size(); i++) {
            switch (parameters.get(i)) {
                case Long number -> statement.setLong(i + 1, number);
                case String name -> statement.setString(i + 1, name);
                default -> throw new AssertionError("no such parameter");
            }
        }
        return statement;
    }
}
