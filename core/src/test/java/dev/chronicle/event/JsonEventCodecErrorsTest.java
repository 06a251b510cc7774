package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class JsonEventCodecErrorsTest {

    private static final JsonEventCodec<ShopEvent> CODEC = JsonEventCodec.of(ShopEvent.class);

    @Nested
    class Decode {

        @Test
        void an_unknown_type_is_named_with_its_position() {
            var e =
                    catchThrowableOfType(
                            UnknownEventTypeException.class,
                            () -> CODEC.decode(StoredEvents.json("Burned", "{}")));

            assertThat(e)
                    .hasMessage("unknown type of event: type=Burned position=42 stream=shop/s-1");
            assertThat(e.type()).isEqualTo("Burned");
            assertThat(e.position()).isEqualTo(new Position(42));
        }

        @Test
        void an_error_names_type_position_path_and_reason() {
            var e = refused("Sold", "{\"item\":\"a\",\"price\":{\"amount\":\"x\"}}");

            assertThat(e)
                    .hasMessageStartingWith(
                            "the event cannot be decoded: type=Sold position=42 stream=shop/s-1"
                                    + " path=$.price.amount reason=Cannot coerce");
            assertThat(e.type()).isEqualTo("Sold");
            assertThat(e.position()).isEqualTo(new Position(42));
            assertThat(e.path()).isEqualTo("$.price.amount");
            assertThat(e).hasCauseInstanceOf(RuntimeException.class);
        }

        @Test
        void the_path_goes_through_lists_and_maps() {
            String money = "{\"amount\":1,\"currency\":\"EUR\"}";
            String sold = "{\"item\":\"a\",\"price\":%s,\"parts\":[%s,%s],\"byBuyer\":{%s}}";

            refused("Sold", sold.formatted(money, money, "7", ""), "$.parts[1]", "Money");
            refused(
                    "Sold",
                    sold.formatted(money, money, money, "\"b c\":{\"amount\":1}"),
                    "$.byBuyer['b c'].currency",
                    "Missing required creator property 'currency'");
        }

        @Test
        void a_missing_component_is_an_error() {
            refused("Named", "{}", "$.name", "Missing required creator property 'name'");
            refused("Grown", "{\"tree\":{\"children\":[]}}", "$.tree.value", "Missing required");
        }

        @Test
        void null_in_a_component_is_an_error() {
            refused("Named", "{\"name\":null}", "$.name", "null");
            refused("Grown", "{\"tree\":{\"value\":null,\"children\":[]}}", "$.tree.value", "null");
        }

        @Test
        void nothing_is_taken_for_what_it_is_not() {
            refused("Named", "{\"name\":1}", "$.name", "");
            refused("Named", "{\"name\":true}", "$.name", "");
            refused("Named", "{\"name\":[\"a\"]}", "$.name", "");
            refused("Grown", "{\"tree\":{\"value\":\"1\",\"children\":[]}}", "$.tree.value", "");
            refused("Grown", "{\"tree\":{\"value\":1.5,\"children\":[]}}", "$.tree.value", "");
            refused(
                    "Grown",
                    "{\"tree\":{\"value\":3000000000,\"children\":[]}}",
                    "$.tree.value",
                    "");
            refused("Noted", "{\"labels\":[],\"colours\":{\"BLUE\":1}}", "$.colours", "BLUE");
        }

        @Test
        void an_unknown_record_of_a_sealed_component_is_an_error() {
            refused("Paid", "{\"method\":{\"@type\":\"Shells\"}}", "$.method", "Shells");
            refused("Paid", "{\"method\":{\"number\":\"1\"}}", "$.method", "@type");
        }

        @Test
        void broken_json_is_an_error() {
            refused("Named", "", "$", "No content");
            refused("Named", "null", "$", "null");
            refused("Named", "{\"name\":\"a\"", "$", "not JSON: ");
            refused("Named", "{\"name\":\"a\"} {}", "$", "Trailing token");
            refused("Named", "{\"name\":tru}", "$", "not JSON: Unrecognized token");
            refused("Named", "[]", "$", "");
        }

        @Test
        void another_content_type_is_an_error() {
            EventData data = EventData.of("text/plain", new byte[] {'{', '}'});

            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> CODEC.decode(StoredEvents.of("Opened", data, Map.of())))
                    .withMessageEndingWith(
                            "path=$ reason=content type is not application/json: text/plain");
        }

        @Test
        void a_version_of_the_future_or_none_at_all_is_an_error() {
            var newer = StoredEvents.json("Opened", "2", "{}");

            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> CODEC.decode(newer))
                    .withMessageContaining("newer than this program knows: schema=2 known=1");
            for (String schema : List.of("0", "-1", "one", "")) {
                assertThatExceptionOfType(UndecodableEventException.class)
                        .isThrownBy(() -> CODEC.decode(StoredEvents.json("Opened", schema, "{}")))
                        .withMessageEndingWith("the schema is not a version: schema=" + schema);
            }
        }

        @Test
        void a_record_that_refuses_its_values_is_an_error_with_its_reason() {
            var codec = JsonEventCodec.of(Picky.class);

            assertThatExceptionOfType(UndecodableEventException.class)
                    .isThrownBy(() -> codec.decode(StoredEvents.json("Picky", "{\"amount\":-1}")))
                    .withMessageContaining("amount must not be negative");
        }

        private static void refused(String type, String json, String path, String reason) {
            var e = refused(type, json);
            assertThat(e.path()).as(e.getMessage()).isEqualTo(path);
            assertThat(e.reason()).contains(reason);
        }

        private static UndecodableEventException refused(String type, String json) {
            return catchThrowableOfType(
                    UndecodableEventException.class,
                    () -> CODEC.decode(StoredEvents.json(type, json)));
        }
    }

    record Picky(int amount) {
        Picky {
            if (amount < 0) {
                throw new IllegalArgumentException("amount must not be negative");
            }
        }
    }

    @Nested
    class Encode {

        @Test
        void null_in_a_component_is_refused() {
            refused(new ShopEvent.Named(nothing()), "$.name", "null in a component");
            refused(
                    new ShopEvent.Grown(new ShopEvent.Tree(1, nothing())),
                    "$.tree.children",
                    "null in a component");
        }

        @Test
        void a_set_without_an_order_is_refused_because_its_bytes_would_differ() {
            var codec = JsonEventCodec.of(Basket.class);
            var one = new ShopEvent.Money(BigDecimal.ONE, "EUR");
            var ten = new ShopEvent.Money(BigDecimal.TEN, "EUR");

            assertThatExceptionOfType(UnencodableException.class)
                    .isThrownBy(() -> codec.encode(new Basket(Set.of(one, ten))))
                    .withMessageContaining("path=$.monies");
        }

        private static void refused(ShopEvent event, String path, String reason) {
            var e = catchThrowableOfType(UnencodableException.class, () -> CODEC.encode(event));
            assertThat(e)
                    .hasMessageStartingWith(
                            "the value cannot be encoded: class=%s path=%s reason="
                                    .formatted(event.getClass().getName(), path));
            assertThat(e.path()).isEqualTo(path);
            assertThat(e.reason()).contains(reason);
        }

        @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
        private static <T> T nothing() {
            @Nullable T nothing = null;
            return nothing;
        }
    }

    record Basket(Set<ShopEvent.Money> monies) {}

    @Nested
    class Build {

        sealed interface Twins {
            record A() implements Twins {}

            sealed interface More extends Twins {
                @EventType("A")
                record B() implements More {}
            }
        }

        sealed interface Open {
            record Has(Runnable task) implements Open {}
        }

        sealed interface Anything {
            record Has(List<Map<String, ?>> values) implements Anything {}
        }

        sealed interface Half {
            record A() implements Half {}

            final class B implements Half {}
        }

        record Inner(Twins twins) {}

        @Test
        void two_records_of_one_name_are_refused() {
            refused(Twins.class, "two records have the same name: name=A");
            refused(Inner.class, "two records have the same name: name=A");
        }

        @Test
        void a_component_of_an_open_type_is_refused() {
            refused(Open.class, "type=java.lang.Runnable at=" + Open.Has.class.getName() + ".task");
            refused(Anything.class, "type=java.lang.Object at=");
        }

        @Test
        void whatever_is_neither_record_nor_sealed_is_refused() {
            refused(Half.class, "neither a record nor a sealed interface of records: class=");
            refused(Runnable.class, "neither a record nor a sealed interface of records: class=");
        }

        private static void refused(Class<?> events, String why) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonEventCodec.of(events))
                    .withMessageContaining(why);
        }

        @Test
        void a_missing_jackson_is_named() throws Exception {
            List<URL> path = new ArrayList<>();
            for (String entry :
                    System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                if (!entry.contains("jackson")) {
                    path.add(new File(entry).toURI().toURL());
                }
            }
            try (var loader =
                    new URLClassLoader(
                            path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
                for (String name : List.of("JsonEventCodec", "JsonCodec")) {
                    var of =
                            loader.loadClass("dev.chronicle.event." + name)
                                    .getMethod("of", Class.class);
                    assertThatExceptionOfType(InvocationTargetException.class)
                            .isThrownBy(() -> of.invoke(null, Picky.class))
                            .havingCause()
                            .isInstanceOf(IllegalStateException.class)
                            .withMessage(
                                    name
                                            + " needs Jackson 3 on the class path:"
                                            + " missing=tools.jackson.core:jackson-databind");
                }
            }
        }
    }
}
