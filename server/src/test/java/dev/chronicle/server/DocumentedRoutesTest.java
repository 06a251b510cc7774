package dev.chronicle.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chronicle.server.docs.DocumentedRoutes;
import dev.chronicle.store.memory.MemoryEventStore;

import org.junit.jupiter.api.Test;

class DocumentedRoutesTest {

    @Test
    void the_document_names_what_the_server_answers_and_nothing_else() {
        try (TestServer server = TestServer.of(new MemoryEventStore())) {
            assertThat(DocumentedRoutes.of(server.endpoints()))
                    .isEqualTo(DocumentedRoutes.ofDocument());
        }
    }
}
