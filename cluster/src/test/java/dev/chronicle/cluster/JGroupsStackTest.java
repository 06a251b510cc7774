package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.jgroups.JChannel;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.TCP;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the engine is set up. */
class JGroupsStackTest {

    @Test
    void a_node_listens_on_its_address_and_no_other(@TempDir Path directory) throws Exception {
        Member self = new Member("a");
        InetSocketAddress bind = new InetSocketAddress("127.0.0.1", 7800);
        ClusterOptions options =
                new ClusterOptions(
                        self,
                        List.of(self),
                        bind,
                        AddressBook.of(Map.of(self, bind)),
                        directory,
                        Optional.empty(),
                        ClusterOptions.Scopes.standard());
        try (JChannel channel = JGroupsStack.channel(options)) {
            TCP messages = channel.getProtocolStack().findProtocol(TCP.class);
            FD_SOCK2 deaths = channel.getProtocolStack().findProtocol(FD_SOCK2.class);
            assertThat(messages.getBindAddress()).isEqualTo(bind.getAddress());
            assertThat(deaths.getBindAddress()).isEqualTo(bind.getAddress());
        }
    }
}
