package dev.chronicle.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

class JsonCodecTest {

    private static final JsonCodec<ShopEvent> CODEC = JsonCodec.of(ShopEvent.class);

    @Test
    void a_record_of_a_sealed_interface_is_written_with_its_name() {
        assertThat(CODEC.encode(new ShopEvent.Named("a")))
                .isEqualTo(EventData.json("{\"@type\":\"Named\",\"name\":\"a\"}"));
    }

    @Test
    void a_record_of_its_own_is_written_without() {
        var tree = new ShopEvent.Tree(1, List.of());

        assertThat(JsonCodec.of(ShopEvent.Tree.class).encode(tree))
                .isEqualTo(EventData.json("{\"value\":1,\"children\":[]}"));
    }

    @Test
    void random_values_come_back_equal() {
        long seed = ThreadLocalRandom.current().nextLong();
        RandomShopEvents values = new RandomShopEvents(new Random(seed));
        for (int i = 0; i < 1000; i++) {
            ShopEvent value = values.next();

            assertThat(CODEC.decode(CODEC.encode(value)))
                    .as("seed=%d i=%d", seed, i)
                    .isEqualTo(value);
        }
    }

    @Test
    void an_error_names_class_path_and_reason() {
        assertThatExceptionOfType(UndecodableDataException.class)
                .isThrownBy(() -> CODEC.decode(EventData.json("{\"@type\":\"Named\"}")))
                .withMessageStartingWith(
                        "the data cannot be decoded: class=dev.chronicle.event.ShopEvent"
                                + " path=$.name reason=Missing required");
        assertThatExceptionOfType(UndecodableDataException.class)
                .isThrownBy(() -> CODEC.decode(EventData.empty()))
                .withMessageContaining("application/octet-stream");
        assertThatExceptionOfType(UndecodableDataException.class)
                .isThrownBy(() -> CODEC.decode(EventData.json("{\"@type\":\"Burned\"}")))
                .withMessageContaining("Burned");
    }

    @Test
    void a_value_that_could_not_be_read_again_is_refused() {
        var tooDeep = new ShopEvent.Grown(tree(300));

        assertThatExceptionOfType(UnencodableException.class)
                .isThrownBy(() -> CODEC.encode(tooDeep))
                .withMessageStartingWith(
                        "the value cannot be encoded: class=dev.chronicle.event.ShopEvent$Grown"
                                + " path=$.tree");
    }

    private static ShopEvent.Tree tree(int depth) {
        var tree = new ShopEvent.Tree(0, List.of());
        for (int i = 1; i < depth; i++) tree = new ShopEvent.Tree(i, List.of(tree));
        return tree;
    }
}
