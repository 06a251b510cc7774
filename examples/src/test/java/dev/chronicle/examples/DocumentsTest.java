package dev.chronicle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java in the documents is the Java that is compiled here, and does what they say. */
class DocumentsTest {

    private static final Path ROOT = Path.of("..");
    private static final Path SOURCES = Path.of("src");

    @TempDir Path directory;

    @Test
    void every_snippet_in_the_documents_is_compiled_here() throws IOException {
        String sources = unindented(String.join("\n", texts(SOURCES, ".java")));
        List<String> documents = texts(ROOT.resolve("docs").resolve("guide"), ".md");
        documents.add(Files.readString(ROOT.resolve("README.md")));

        List<String> snippets = documents.stream().flatMap(it -> blocks(it, "java")).toList();

        assertThat(snippets).isNotEmpty();
        assertThat(snippets).allSatisfy(it -> assertThat(sources).contains(unindented(it)));
    }

    @Test
    void the_quick_start_prints_what_the_readme_says() throws Exception {
        String readme = Files.readString(ROOT.resolve("README.md"));
        String output = readme.substring(readme.indexOf("```java"));

        assertThat(printed(EmbeddedQuickStart::main))
                .isEqualTo(blocks(output, "text").findFirst().orElseThrow());
    }

    @Test
    void the_embedding_guide_does_what_it_says() throws Exception {
        assertThat(printed(EmbeddingGuide::main).lines())
                .containsExactly(
                        "stored at 1, number 1",
                        "was there already, at 1",
                        "renamed somebody was faster: the stream is at 2",
                        "subscribed the course is full",
                        "3 Subscribed",
                        "seen 1 CourseDefined",
                        "seen 2 CourseRenamed",
                        "seen 3 Subscribed",
                        "the store was closed",
                        "true 3");
    }

    @Test
    void the_supervision_and_telemetry_guides_do_what_they_say() throws Exception {
        assertThat(printed(SupervisionGuide::main).lines())
                .containsExactly(
                        "app healthy=true",
                        "pipeline RUNNING 0",
                        "2 restarts, 0 events",
                        "ended true",
                        "app healthy=true",
                        "pipeline TERMINATED 0");
    }

    @Test
    void the_guide_of_stores_on_databases_does_what_it_says_on_sqlite() throws Exception {
        assertThat(printed(SqlStoresGuide::main).lines())
                .containsExactly(
                        "[Appended[position=1, sequence=1]]",
                        "Deposited {\"amount\":100}",
                        "{\"balance\":100}",
                        "1");
    }

    @Test
    void the_sourcing_quick_start_is_short_and_prints_what_the_guide_says() throws Exception {
        String guide = Files.readString(ROOT.resolve("docs/guide/sourcing.md"));

        // the domain, then what is done with it
        assertThat(blocks(guide, "java").limit(2).flatMap(String::lines))
                .hasSizeLessThanOrEqualTo(40);
        assertThat(printed(SourcingQuickStart::main))
                .isEqualTo(blocks(guide, "text").findFirst().orElseThrow());
    }

    @Test
    void the_channels_quick_start_prints_what_the_guide_says() throws Exception {
        String guide = Files.readString(ROOT.resolve("docs/guide/channels.md"));

        assertThat(printed(ChannelsQuickStart::main))
                .isEqualTo(blocks(guide, "text").findFirst().orElseThrow());
    }

    @Test
    void the_codec_guide_does_what_it_says() throws Exception {
        assertThat(printed(CodecGuide::main).lines())
                .containsExactly(
                        "Opened {\"owner\":\"Ann\",\"branch\":null}",
                        "opened by Ann",
                        "deposited 5 EUR",
                        "never heard of Stolen at 3",
                        "at 4 in $.reason: Missing required creator property 'reason' (index 0)",
                        "Balance[amount=5, currency=EUR]");
    }

    @Test
    void the_projection_guide_does_what_it_says() throws Exception {
        assertThat(printed(ProjectionGuide::main).lines())
                .containsExactly(
                        "{ann=3}",
                        "rebuilt {ann=3}",
                        "balances at 2, 0",
                        "total 3",
                        "PARKED Stolen",
                        "parked Stolen at 3",
                        "3 seen, 1 parked");
    }

    private String printed(Printed.Example example) throws Exception {
        return Printed.by(example, directory);
    }

    /** The fenced blocks of one language, without the fences. */
    private static Stream<String> blocks(String document, String language) {
        Pattern block = Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$");
        return block.matcher(document).results().map((MatchResult found) -> found.group(1));
    }

    private static String unindented(String code) {
        return code.replaceAll("(?m)^[ ]+", "");
    }

    private static List<String> texts(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(suffix))
                            .sorted()
                            .map(DocumentsTest::text)
                            .toList());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
