package dev.chronicle.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.examples.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShopExampleTest {

    @TempDir Path directory;

    @Test
    void two_nodes_that_never_call_each_other_serve_all_orders() throws Exception {
        String first = freePort();
        String second = freePort();
        String printed =
                Printed.by(it -> ShopExample.main(new String[] {it[0], first, second}), directory);
        assertThat(printed.lines())
                .containsExactly(
                        "Accepted[events=[Received[count=10]], sequence=1]",
                        "Accepted[events=[Placed[item=tea, count=3]], sequence=1]",
                        "Accepted[events=[Placed[item=tea, count=20]], sequence=1]",
                        "Accepted[events=[Placed[item=tea, count=7]], sequence=1]",
                        "Order/o-1 Confirmed",
                        "Order/o-2 Refused",
                        "Order/o-3 Confirmed");
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
