package dev.chronicle.store.postgres;

import dev.chronicle.store.StoreFailedException;
import dev.chronicle.store.StoreUnreachableException;

import java.net.InetSocketAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the nodes of a cluster can be found, in the database that they share: each writes its own
 * address and reads those of the others. Threads share it.
 */
public final class PostgresNodes implements AutoCloseable {

    /** Who was not seen for so long is left out, and there is a limit on how many there are. */
    private static final String ADDRESSES =
            """
            select name, host, port from cluster_node
            where seen > now() - interval '1 day' order by seen desc limit 100\
            """;

    private static final String ANNOUNCE =
            """
            insert into cluster_node (name, host, port, seen) values (?, ?, ?, now())
            on conflict (name) do update
            set host = excluded.host, port = excluded.port, seen = excluded.seen\
            """;

    private final Keeper keeper;

    private PostgresNodes(PostgresOptions options) {
        keeper = new Keeper("nodes", options, Sessions.KEEPER);
    }

    /**
     * Opens the addresses in a database, making the tables if they are not there.
     *
     * @throws StoreUnreachableException if the database cannot be reached
     * @throws StoreFailedException as {@link PostgresEventStore#open}
     */
    public static PostgresNodes open(PostgresOptions options) {
        return new PostgresNodes(options);
    }

    /**
     * Says where a node can be found.
     *
     * @throws StoreUnreachableException if the database cannot be reached
     */
    public void announce(String name, String host, int port) {
        var _ =
                keeper.run(
                        connection -> {
                            try (PreparedStatement announce =
                                    connection.prepareStatement(ANNOUNCE)) {
                                announce.setString(1, name);
                                announce.setString(2, host);
                                announce.setInt(3, port);
                                return announce.executeUpdate();
                            }
                        });
    }

    /**
     * Where nodes were within the last day, alive or not; names of hosts are not looked up.
     *
     * @throws StoreUnreachableException if the database cannot be reached
     */
    public Map<String, InetSocketAddress> addresses() {
        return keeper.run(
                connection -> {
                    Map<String, InetSocketAddress> addresses = new TreeMap<>();
                    try (PreparedStatement select = connection.prepareStatement(ADDRESSES);
                            ResultSet found = select.executeQuery()) {
                        while (found.next()) {
                            addresses.put(
                                    found.getString(1),
                                    InetSocketAddress.createUnresolved(
                                            found.getString(2), found.getInt(3)));
                        }
                    }
                    return addresses;
                });
    }

    /** Lets go of the database. */
    @Override
    public void close() {
        keeper.close();
    }
}
