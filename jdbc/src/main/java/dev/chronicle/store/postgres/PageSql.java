package dev.chronicle.store.postgres;

import dev.chronicle.store.table.Page;
import dev.chronicle.store.table.QueryKeys.Branch;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that reads a page, and its parameters.
 *
 * <p>Every branch of the query gives its first positions from an index, in order; the first of all
 * of them are the candidates, whose events are fetched. The page ends where its events get too
 * large, and says where the log ended at that moment.
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
                "select position, form, (select position from log_head) as head from ("
                        + "select position, form,"
                        + " sum(octet_length(form)) over (order by position"
                        + order
                        + " rows unbounded preceding) - octet_length(form) as before from ("
                        + rows()
                        + ") found) page where before < "
                        + Page.MOST_BYTES
                        + " order by position"
                        + order;
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
                        .map(branch -> "(" + positions(branch) + ")")
                        .collect(Collectors.joining(" union "));
        String few =
                branches.size() == 1 ? candidates : candidates + " order by 1" + order + limit();
        return "select position, form from event join (" + few + ") candidate using (position)";
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
            parameters.add(branch.anyTags());
            return "select distinct position from tag where tag = any(?)" + range("position");
        }
        StringBuilder sql = new StringBuilder("select t0.position from tag t0");
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
        return sql.append(ofEvent("e.", branch)).append(range("t0.position")).toString();
    }

    private String ofEvent(String table, Branch branch) {
        return in(table + "stream", branch.streams()) + in(table + "type", branch.types());
    }

    private String in(String column, List<String> values) {
        return switch (values.size()) {
            case 0 -> "";
            case 1 -> {
                parameters.add(values.getFirst());
                yield " and " + column + " = ?";
            }
            default -> {
                parameters.add(values);
                yield " and " + column + " = any(?)";
            }
        };
    }

    private String range(String column) {
        parameters.add(request.above());
        parameters.add(request.below());
        return " and "
                + column
                + " > ? and "
                + column
                + " < ? order by "
                + column
                + order
                + limit();
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
                case List<?> names ->
                        statement.setArray(
                                i + 1, connection.createArrayOf("text", names.toArray()));
                default -> throw new AssertionError("no such parameter");
            }
        }
        return statement;
    }
}
