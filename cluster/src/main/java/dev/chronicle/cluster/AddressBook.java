package dev.chronicle.cluster;

import java.net.InetSocketAddress;
import java.util.Map;

/**
 * Where nodes can be found: a list that is given, or a place that all share and that each writes
 * its own address into. Threads share it.
 */
public interface AddressBook {

    /** Says where this node can be found. Called again and again while it runs. */
    void announce(Member self, InetSocketAddress address);

    /** Where nodes were last, alive or not. Called again and again. */
    Map<Member, InetSocketAddress> addresses();

    /** A list. Names of hosts are looked up again whenever the list is asked for. */
    static AddressBook of(Map<Member, InetSocketAddress> addresses) {
        Map<Member, InetSocketAddress> given = Map.copyOf(addresses);
        return new AddressBook() {
            @Override
            public void announce(Member self, InetSocketAddress address) {}

            @Override
            public Map<Member, InetSocketAddress> addresses() {
                return given;
            }
        };
    }
}
