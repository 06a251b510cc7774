package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterGuideTest {

    @TempDir Path directory;

    @Test
    void the_guide_does_what_it_says() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String printed =
                Printed.by(
                        it -> ClusterGuide.main(new String[] {it[0], Integer.toString(port)}),
                        directory);
        assertThat(printed.lines())
                .containsExactly("[Appended[position=1, sequence=1]]", "1 works for orders");
    }
}
