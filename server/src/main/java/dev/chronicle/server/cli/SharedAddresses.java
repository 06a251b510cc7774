package dev.chronicle.server.cli;

import dev.chronicle.cluster.AddressBook;
import dev.chronicle.cluster.Member;
import dev.chronicle.store.postgres.PostgresNodes;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/** Finds the nodes of a cluster through the database that they share. */
record SharedAddresses(PostgresNodes nodes) implements AddressBook {

    @Override
    public void announce(Member self, InetSocketAddress address) {
        nodes.announce(self.name(), address.getHostString(), address.getPort());
    }

    @Override
    public Map<Member, InetSocketAddress> addresses() {
        Map<Member, InetSocketAddress> addresses = new TreeMap<>();
        nodes.addresses().forEach((name, address) -> addresses.put(new Member(name), address));
        return addresses;
    }
}
