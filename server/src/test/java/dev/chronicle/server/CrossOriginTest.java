package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** A page that is open in a browser of the machine must not get events into the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrossOriginTest {

    private TestServer server;

    @BeforeAll
    void start() {
        server = TestServer.of(new MemoryEventStore());
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private String post(String headers) throws IOException {
        String request = TestServer.post("an-event");
        return server.exchange(request.replace("Host: x\r\n", headers.replace("|", "\r\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: x|Sec-Fetch-Site: cross-site|",
                "Host: x|Sec-Fetch-Site: same-site|Origin: http://x|",
                "Host: x|Origin: http://elsewhere|",
                "Host: x|Origin: http://x.elsewhere|",
                "Host: x:8080|Origin: http://x:3000|",
                "Host: x|Origin: null|",
            })
    void what_a_page_of_another_origin_sends_is_refused(String headers) throws IOException {
        assertThat(post(headers))
                .startsWith("HTTP/1.1 403 ")
                .contains("a web page of another origin may not do this");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: x|",
                "Host: x|Sec-Fetch-Site: none|",
                "Host: x|Sec-Fetch-Site: same-origin|Origin: http://behind.a.proxy|",
                "Host: x:8080|Origin: http://X:8080|",
                "Host: x|Origin: https://x|",
            })
    void what_its_own_page_or_a_program_sends_is_taken(String headers) throws IOException {
        assertThat(post(headers)).startsWith("HTTP/1.1 202 ");
    }
}
