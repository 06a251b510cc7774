package dev.chronicle.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** That {@code openapi.json} is sound in itself. */
class OpenApiDocumentTest {

    private static final String AGGREGATOR = "/aggregator";

    /** These answer otherwise below {@code /aggregator}, where there is no audit log. */
    private static final Set<String> DIFFERENT = Set.of("/events", "/health");

    private final JsonNode document = DocumentedRoutes.document();

    private List<ObjectNode> operations() {
        List<ObjectNode> operations = new ArrayList<>();
        for (JsonNode path : document.get("paths")) {
            path.forEach(operation -> operations.add((ObjectNode) operation));
        }
        return operations;
    }

    @Test
    void it_is_openapi_3_1() {
        assertThat(document.get("openapi").asString()).startsWith("3.1.");
        assertThat(document.at("/info/title").asString()).isEqualTo("Chronicle");
        assertThat(document.at("/info/version").isString()).isTrue();
    }

    @Test
    void every_operation_has_a_name_of_its_own_and_says_what_it_does() {
        Set<String> ids = new TreeSet<>();
        Set<String> tags = new TreeSet<>();
        document.get("tags").forEach(tag -> tags.add(tag.get("name").asString()));
        for (ObjectNode operation : operations()) {
            assertThat(ids.add(operation.get("operationId").asString())).isTrue();
            assertThat(operation.get("summary").asString()).isNotBlank();
            assertThat(operation.get("description").asString()).isNotBlank();
            assertThat(operation.get("tags")).hasSize(1);
            assertThat(tags).contains(operation.at("/tags/0").asString());
            assertThat(operation.get("responses").propertyNames())
                    .anyMatch(status -> status.startsWith("2"));
        }
    }

    @Test
    void every_reference_leads_somewhere_and_nothing_is_left_over() {
        Set<String> references = new TreeSet<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String text = reference.asString();
            assertThat(text).startsWith("#/components/");
            assertThat(document.at(text.substring(1)).isMissingNode()).as(text).isFalse();
            references.add(text);
        }
        Set<String> components = new TreeSet<>();
        for (Map.Entry<String, JsonNode> kind : document.get("components").properties()) {
            kind.getValue()
                    .propertyNames()
                    .forEach(name -> components.add("#/components/" + kind.getKey() + "/" + name));
        }
        assertThat(references).isEqualTo(components);
    }

    /** The page would show an error in place of all operations. */
    @Test
    void every_operation_has_what_the_page_makes_a_command_of() {
        for (ObjectNode operation : operations()) {
            if (operation.has("requestBody")) {
                assertThat(operation.at("/requestBody/content/application~1json/example"))
                        .as("%s", operation.get("operationId"))
                        .isNotEmpty();
            }
            for (JsonNode parameter : operation.path("parameters")) {
                if (parameter.path("required").asBoolean(false)
                        && parameter.path("in").asString("").equals("query")) {
                    assertThat(parameter.at("/schema/enum")).isNotEmpty();
                }
            }
        }
    }

    @Test
    void every_json_answer_has_an_example() {
        List<JsonNode> answers = new ArrayList<>();
        operations().forEach(operation -> operation.get("responses").forEach(answers::add));
        document.at("/components/responses").forEach(answers::add);
        Predicate<JsonNode> isThisDocument =
                media -> media.get("schema").toString().equals("{\"type\":\"object\"}");
        for (JsonNode answer : answers) {
            JsonNode media = answer.at("/content/application~1json");
            if (!media.isMissingNode() && !isThisDocument.test(media)) {
                assertThat(media.has("example") || media.has("examples"))
                        .as(answer.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void below_aggregator_stands_what_stands_at_the_root() {
        JsonNode paths = document.get("paths");
        for (String path : paths.propertyNames()) {
            String root = path.startsWith(AGGREGATOR) ? path.substring(AGGREGATOR.length()) : path;
            if (path.startsWith(AGGREGATOR) && !DIFFERENT.contains(root)) {
                assertThat(withoutNames(paths.get(path)))
                        .as(path)
                        .isEqualTo(withoutNames(paths.get(root.isEmpty() ? "/" : root)));
            }
        }
    }

    /** The operations of a path without what tells them apart. */
    private static JsonNode withoutNames(JsonNode path) {
        JsonNode copy = path.deepCopy();
        for (JsonNode operation : copy) {
            ((ObjectNode) operation).remove(List.of("operationId", "tags"));
        }
        return copy;
    }
}
