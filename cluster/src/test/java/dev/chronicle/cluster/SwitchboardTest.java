package dev.chronicle.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class SwitchboardTest {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Nodes nodes = new Nodes("a", "b");
    private final Switchboard onA =
            nodes.place("a", "s", nodes.cluster().registry("a")).switchboard();

    @AfterEach
    void close() {
        nodes.close();
    }

    private CompletableFuture<byte[]> ask(byte[] message) {
        Network b = nodes.cluster().node("b").network();
        return b.ask(new Member("a"), Service.COMMANDS, message, DEADLINE);
    }

    private static RequestHandler answering(int answer) {
        return (_, body) -> new byte[] {(byte) answer, body[0]};
    }

    @Test
    void a_message_reaches_whom_it_is_for() {
        onA.connect(Service.COMMANDS, "s", "one", answering(1));
        onA.connect(Service.COMMANDS, "s", "two", answering(2));
        onA.connect(Service.COMMANDS, "t", "one", answering(3));
        onA.connect(Service.PROJECTIONS, "s", "one", answering(4));

        byte[] body = {9};
        assertThat(ask(Switchboard.addressed("s", "one", body)).join()).containsExactly(1, 9);
        assertThat(ask(Switchboard.addressed("s", "two", body)).join()).containsExactly(2, 9);
        assertThat(ask(Switchboard.addressed("t", "one", body)).join()).containsExactly(3, 9);
    }

    @Test
    void a_message_for_nobody_here_is_refused_with_the_reason() {
        onA.connect(Service.COMMANDS, "s", "one", answering(1));
        onA.disconnect(Service.COMMANDS, "s", "one");
        assertThatThrownBy(() -> ask(Switchboard.addressed("s", "one", new byte[1])).join())
                .hasCauseInstanceOf(MemberFailedException.class)
                .hasMessageContaining("scope=s name=one");
    }

    @Test
    void a_message_that_cannot_be_read_is_refused() {
        onA.connect(Service.COMMANDS, "s", "one", answering(1));
        byte[] message = Switchboard.addressed("s", "one", new byte[1]);
        for (int length = 0; length < message.length; length++) {
            byte[] cutOff = java.util.Arrays.copyOf(message, length);
            assertThatThrownBy(() -> ask(cutOff).join())
                    .hasCauseInstanceOf(MemberFailedException.class);
        }
        byte[] newer = message.clone();
        newer[0] = 2;
        assertThatThrownBy(() -> ask(newer).join()).hasMessageContaining("unknown version=2");
    }

    @Test
    void a_name_is_connected_once() {
        onA.connect(Service.COMMANDS, "s", "one", answering(1));
        assertThatThrownBy(() -> onA.connect(Service.COMMANDS, "s", "one", answering(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scope=s name=one");
        assertThatThrownBy(() -> onA.connect(Service.COMMANDS, "", "one", answering(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
