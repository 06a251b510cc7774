package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chronicle.event.ShopEvent.Card;
import dev.chronicle.event.ShopEvent.Cash;
import dev.chronicle.event.ShopEvent.Colour;
import dev.chronicle.event.ShopEvent.Money;
import dev.chronicle.event.ShopEvent.Transfer;
import dev.chronicle.event.ShopEvent.Tree;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

class JsonEventCodecTest {

    private static final JsonEventCodec<ShopEvent> CODEC = JsonEventCodec.of(ShopEvent.class);

    @Test
    void a_record_is_written_under_its_simple_name_with_its_components_in_order() {
        var encoded = CODEC.encode(sold("b", "a"));

        assertThat(encoded.type()).isEqualTo("Sold");
        assertThat(encoded.metadata()).isEmpty();
        assertThat(encoded.data())
                .isEqualTo(
                        EventData.json(
                                """
                                {"item":"book","price":{"amount":9.90,"currency":"EUR"},"parts":[],\
                                "byBuyer":{"a":{"amount":1,"currency":"EUR"},\
                                "b":{"amount":1,"currency":"EUR"}}}\
                                """));
    }

    @Test
    void a_record_without_components_is_an_empty_object() {
        assertThat(CODEC.encode(new ShopEvent.Opened()).data()).isEqualTo(EventData.json("{}"));
    }

    @Test
    void a_sealed_component_is_written_with_the_name_of_its_record() {
        var paid =
                new ShopEvent.Paid(
                        new Transfer("AT1", "sepa"),
                        List.of(new Cash()),
                        Optional.of(new Card("7")));

        assertThat(CODEC.encode(paid).data().text())
                .isEqualTo(
                        """
                        {"method":{"@type":"bank-transfer","iban":"AT1","type":"sepa"},\
                        "refused":[{"@type":"Cash"}],"before":{"@type":"Card","number":"7"}}\
                        """);
        assertThat(roundTrip(paid)).isEqualTo(paid);
    }

    @Test
    void methods_that_are_no_components_are_not_written() {
        var noted = noted(Map.of());

        assertThat(CODEC.encode(noted).data().text())
                .isEqualTo(
                        """
                        {"text":null,"number":null,"large":null,"remark":null,"labels":[],\
                        "colours":{}}\
                        """);
        assertThat(roundTrip(noted)).isEqualTo(noted);
    }

    @Test
    void what_is_optional_or_nullable_may_be_missing() {
        Event stored = StoredEvents.json("Noted", "{\"labels\":[],\"colours\":{}}");

        assertThat(CODEC.decode(stored)).isEqualTo(noted(Map.of()));
    }

    @Test
    void unknown_fields_are_ignored() {
        Event stored = StoredEvents.json("Named", "{\"x\":{\"y\":[1]},\"name\":\"a\",\"z\":null}");

        assertThat(CODEC.decode(stored)).isEqualTo(new ShopEvent.Named("a"));
    }

    @Test
    void numbers_keep_all_their_digits() {
        Money money = new Money(new BigDecimal("12345678901234567890.1234567890100"), "EUR");
        var sold = new ShopEvent.Sold("", money, List.of(), Map.of());

        assertThat(roundTrip(sold)).isEqualTo(sold);
    }

    @Test
    void text_that_utf_8_cannot_carry_comes_back() {
        var named = new ShopEvent.Named("\ud800 \udc00");

        assertThat(roundTrip(named)).isEqualTo(named);
    }

    @Test
    void random_events_come_back_equal_and_with_the_same_bytes() {
        long seed = ThreadLocalRandom.current().nextLong();
        RandomShopEvents events = new RandomShopEvents(new Random(seed));
        for (int i = 0; i < 3000; i++) {
            ShopEvent event = events.next();
            String run = "seed=%d i=%d event=%s".formatted(seed, i, event);
            ShopEvent decoded = decoded(CODEC.encode(event), run);

            assertThat(decoded).as(run).isEqualTo(event);
            assertThat(CODEC.encode(decoded)).as(run).isEqualTo(CODEC.encode(event));
        }
    }

    private static ShopEvent decoded(EventCodec.Encoded encoded, String run) {
        try {
            return CODEC.decode(StoredEvents.of(encoded));
        } catch (CodecException e) {
            throw new AssertionError("refused its own JSON: " + run, e);
        }
    }

    @Test
    void damaged_bytes_are_an_event_or_a_typed_error() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        RandomShopEvents events = new RandomShopEvents(random);
        for (int i = 0; i < 5000; i++) {
            var encoded = CODEC.encode(events.next());
            byte[] bytes = encoded.data().toByteArray();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            Event damaged =
                    StoredEvents.of(encoded.type(), EventData.of(EventData.JSON, bytes), Map.of());
            try {
                assertThat(CODEC.decode(damaged)).isNotNull();
            } catch (UndecodableEventException expected) {
                assertThat(expected.path()).startsWith("$");
            } catch (RuntimeException e) {
                throw new AssertionError("seed=%d i=%d".formatted(seed, i), e);
            }
        }
    }

    @Test
    void equal_maps_and_sets_have_equal_bytes_whatever_their_order() {
        Map<String, Money> forward = new LinkedHashMap<>();
        Map<String, Money> backward = new LinkedHashMap<>();
        Money one = new Money(BigDecimal.ONE, "EUR");
        for (int i = 0; i < 20; i++) {
            forward.put("k" + i, one);
            backward.put("k" + (19 - i), one);
        }

        assertThat(CODEC.encode(new ShopEvent.Sold("", one, List.of(), forward)))
                .isEqualTo(CODEC.encode(new ShopEvent.Sold("", one, List.of(), backward)));
        assertThat(CODEC.encode(noted(Map.of(Colour.GREEN, 1, Colour.RED, 2))).data().text())
                .contains("\"labels\":[],\"colours\":{\"RED\":2,\"GREEN\":1}");
    }

    @Test
    void a_megabyte_of_text_and_a_long_number_come_back() {
        var named = new ShopEvent.Named("\uD83D\uDE80".repeat(1 << 18));
        Money money = new Money(new BigDecimal("9".repeat(5000) + ".01"), "EUR");
        var sold = new ShopEvent.Sold("", money, List.of(), Map.of("k".repeat(60_000), money));

        assertThat(CODEC.encode(named).data().size()).isGreaterThan(1 << 20);
        assertThat(roundTrip(named)).isEqualTo(named);
        assertThat(roundTrip(sold)).isEqualTo(sold);
    }

    @Test
    void nesting_comes_back_up_to_a_depth_that_is_refused_when_writing() {
        var deep = new ShopEvent.Grown(tree(200));

        assertThat(roundTrip(deep)).isEqualTo(deep);
        assertThatExceptionOfType(UnencodableException.class)
                .isThrownBy(() -> CODEC.encode(new ShopEvent.Grown(tree(300))))
                .withMessageContaining("nesting depth");
    }

    @Test
    void nesting_that_is_too_deep_is_refused_when_reading() {
        String json = "{\"tree\":" + "{\"value\":1,\"children\":[".repeat(300);

        assertThatExceptionOfType(UndecodableEventException.class)
                .isThrownBy(() -> CODEC.decode(StoredEvents.json("Grown", json)))
                .withMessageContaining("nesting depth");
    }

    @Test
    void threads_may_share_a_codec() throws Exception {
        JsonEventCodec<ShopEvent> shared = JsonEventCodec.of(ShopEvent.class);
        long seed = ThreadLocalRandom.current().nextLong();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                RandomShopEvents events = new RandomShopEvents(new Random(seed + i));
                Callable<Boolean> work =
                        () -> {
                            for (int n = 0; n < 500; n++) {
                                ShopEvent event = events.next();
                                Event stored = StoredEvents.of(shared.encode(event));
                                assertThat(shared.decode(stored)).isEqualTo(event);
                            }
                            return true;
                        };
                all.add(threads.submit(work));
            }
            for (var one : all) assertThat(one.get()).as("seed=%d", seed).isTrue();
        }
    }

    private static ShopEvent roundTrip(ShopEvent event) {
        return CODEC.decode(StoredEvents.of(CODEC.encode(event)));
    }

    private static ShopEvent sold(String... buyers) {
        Map<String, Money> byBuyer = new HashMap<>();
        for (String buyer : buyers) byBuyer.put(buyer, new Money(BigDecimal.ONE, "EUR"));
        Money price = new Money(new BigDecimal("9.90"), "EUR");
        return new ShopEvent.Sold("book", price, List.of(), byBuyer);
    }

    private static ShopEvent noted(Map<Colour, Integer> colours) {
        return new ShopEvent.Noted(
                Optional.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                null,
                Set.of(),
                colours);
    }

    private static Tree tree(int depth) {
        Tree tree = new Tree(0, List.of());
        for (int i = 1; i < depth; i++) tree = new Tree(i, List.of(tree));
        return tree;
    }
}
