package dev.chronicle.server.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class OpenStoreTest {

    @TempDir Path directory;

    @ParameterizedTest
    @CsvSource({
        "postgresql://me:secret@127.0.0.1:1/log,127.0.0.1:1 refused",
        "sqlite:%s,SQLITE_CANTOPEN"
    })
    void what_the_database_says_is_the_reason(String location, String reason) {
        StoreLocation log = StoreLocation.parse(location.formatted(directory));

        assertThatThrownBy(() -> OpenStore.at(log))
                .isInstanceOf(CommandFailedException.class)
                .hasMessageStartingWith("cannot use " + log)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_file_is_no_directory_for_data() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> OpenStore.at(new StoreLocation.InDirectory(file)))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("the data directory is a file: " + file);
    }
}
