package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** What becomes of the file: renamed, deleted, truncated, while the tail runs or not. */
class LogTailRotationTest extends LogTailSetting {

    @Test
    void a_renamed_file_is_read_to_its_end_before_the_new_one() throws Exception {
        write("one\n");

        run().follow(
                        () -> {
                            write("two\n");
                            rotate("app.log.1");
                            write("four\n");
                        },
                        () -> append(directory.resolve("app.log.1"), "three, without an end"));

        assertThat(server.messages())
                .containsExactly("one", "two", "three, without an end", "four");
    }

    @Test
    void a_deleted_file_is_read_to_its_end_before_the_new_one() throws Exception {
        write("one\n");

        run().follow(
                        () -> {
                            write("two\n");
                            Files.delete(log);
                        },
                        () -> {},
                        () -> write("three\n"));

        assertThat(server.messages()).containsExactly("one", "two", "three");
    }

    @Test
    void files_that_were_rotated_while_it_was_not_running_are_caught_up_with() throws Exception {
        write("one\n");
        run().once();
        write("two\n");
        rotate("app.log.2");
        write("three\n");
        rotate("app.log.1");
        write("four\n");
        Files.setLastModifiedTime(
                directory.resolve("app.log.2"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        Files.setLastModifiedTime(
                directory.resolve("app.log.1"), FileTime.from(Instant.EPOCH.plusSeconds(2)));
        Files.writeString(directory.resolve("app.log.3.gz"), "not read\n");

        assertThat(run().once()).isZero();
        assertThat(run().once()).isZero();

        assertThat(server.messages()).containsExactly("one", "two", "three", "four");
        assertThat(server.received()).isEqualTo(4);
    }

    @Test
    void a_truncated_file_is_read_from_its_beginning_as_new_lines() throws Exception {
        write("same\nold\n");

        run().follow(
                        () -> {
                            Files.writeString(log, "");
                            write("same\n");
                        },
                        () -> {},
                        () -> Files.writeString(log, "other\nlonger than before\n"));

        assertThat(server.messages())
                .containsExactly("same", "old", "same", "other", "longer than before");
    }

    @Test
    void a_file_truncated_and_grown_again_while_it_was_not_running_is_noticed() throws Exception {
        write("same\nold\n");
        run().once();
        Files.writeString(log, "same\nnew and longer\n");

        assertThat(run().once()).isZero();
        assertThat(run().once()).isZero();

        assertThat(server.messages()).containsExactly("same", "old", "same", "new and longer");
    }
}
