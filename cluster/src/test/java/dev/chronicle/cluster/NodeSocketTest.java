package dev.chronicle.cluster;

import static dev.chronicle.cluster.Eventually.eventually;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

class NodeSocketTest {

    private static final String SECRET = "a secret of the tests";

    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;
    private Thread acceptor;

    @BeforeEach
    void listen() throws Exception {
        server = new NodeServerSocket(tls(SECRET));
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        acceptor = Thread.ofVirtual().start(this::acceptAll);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        acceptor.interrupt();
        acceptor.join();
    }

    private void acceptAll() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                accepted.add(server.accept());
            } catch (IOException e) {
                return;
            }
        }
    }

    private static Optional<SSLContext> tls(String secret) throws GeneralSecurityException {
        return Optional.of(ClusterTls.context(ClusterSecret.of(secret)));
    }

    private Socket connected(Optional<SSLContext> tls) throws IOException {
        Socket socket = new NodeSocket(tls);
        socket.connect(server.getLocalSocketAddress(), 1000);
        return socket;
    }

    private Socket nextAccepted() throws InterruptedException {
        Socket next = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Test
    void two_with_the_same_secret_hear_each_other() throws Exception {
        try (Socket one = connected(tls(SECRET));
                Socket two = nextAccepted()) {
            one.getOutputStream().write(1);
            two.getOutputStream().write(2);

            assertThat(two.getInputStream().read()).isEqualTo(1);
            assertThat(one.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void one_with_another_secret_is_not_let_in() throws Exception {
        assertThatThrownBy(() -> connected(tls("another secret of theirs")))
                .isInstanceOf(IOException.class);
        try (Socket one = connected(tls(SECRET));
                Socket two = nextAccepted()) {
            assertThat(two.getPort()).isEqualTo(one.getLocalPort());
        }
    }

    @Test
    void who_says_nothing_keeps_nobody_waiting_and_is_sent_away() throws Exception {
        try (Socket silent = connected(Optional.empty());
                Socket one = connected(tls(SECRET));
                Socket two = nextAccepted()) {
            assertThat(two.getPort()).isEqualTo(one.getLocalPort());
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void one_is_let_in_while_the_engine_asks_for_nobody() throws Exception {
        connected(tls(SECRET)).close();
        nextAccepted().close();
        acceptor.interrupt();
        acceptor.join();
        try (Socket one = connected(tls(SECRET))) {
            assertThat(one.isConnected()).isTrue();
        }
    }

    @Test
    void to_connect_to_one_who_says_nothing_fails_in_time() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Socket one = new NodeSocket(tls(SECRET))) {
            assertThatThrownBy(() -> one.connect(silent.getLocalSocketAddress(), 1000))
                    .isInstanceOf(IOException.class);
            assertThat(one.isClosed()).isTrue();
        }
    }

    @Test
    void to_part_does_not_wait_for_a_thread_that_writes_and_what_is_written_then_is_dropped()
            throws Exception {
        try (Socket one = connected(tls(SECRET));
                Socket two = nextAccepted()) {
            OutputStream out = one.getOutputStream();
            Thread writer = Thread.ofVirtual().start(() -> writeForEver(out));
            eventually("it waits", () -> writer.getState() == Thread.State.WAITING);

            one.shutdownInput();
            out.write(new byte[] {-1, -1, -1, -1});
            out.flush();
            one.shutdownOutput();

            assertThat(writer.join(Duration.ofSeconds(10))).isTrue();
            assertThat(two.isClosed()).isFalse();
        }
    }

    /** The engine's farewell: to a TLS socket it fails, and is told as an error. */
    @Test
    void to_part_from_one_who_has_gone_or_says_nothing_is_no_failure() throws Exception {
        for (boolean gone : new boolean[] {true, false}) {
            try (Socket one = connected(tls(SECRET));
                    Socket two = nextAccepted()) {
                OutputStream out = one.getOutputStream();
                if (gone) {
                    two.shutdownInput();
                    assertThat(one.getInputStream().read()).isEqualTo(-1);
                }
                one.shutdownInput();
                out.write(new byte[] {-1, -1, -1, -1});
                out.flush();
                one.shutdownOutput();

                assertThat(one.isClosed()).isTrue();
                assertThat(two.isClosed()).isEqualTo(gone);
            }
        }
    }

    private static void writeForEver(OutputStream out) {
        try {
            for (byte[] much = new byte[100_000]; ; ) {
                out.write(much);
            }
        } catch (IOException e) {
            // that is what ends it
        }
    }
}
